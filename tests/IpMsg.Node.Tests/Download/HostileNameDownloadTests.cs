using System;
using System.IO;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Testing;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;
using static IpMsg.Node.Tests.Download.SenderScripts;

namespace IpMsg.Node.Tests.Download;

/// <summary>
/// The table of hostile names, fetched to the disk by the rules of every platform. Only the disk of Linux takes what all three allow.
/// </summary>
public sealed class HostileNameDownloadTests : IDisposable
{
    private static readonly string[] s_platforms = ["Windows", "Linux", "MacOS"];

    private readonly DownloadFixture _fixture = new();

    public static TheoryData<int> Lines { get; } = [.. HostileName.All.Select(name => name.Line)];

    public static TheoryData<int> LinesOfFolders { get; } = [.. HostileName.All.Where(CanBeInFolder).Select(name => name.Line)];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    [Rule(85)]
    public void R85_the_table_is_long_enough() => Assert.True(HostileName.All.Count >= 200);

    [Theory]
    [MemberData(nameof(Lines))]
    [Rule(85)]
    public void R85_a_hostile_name_in_an_offer_stays_in_the_target(int line)
    {
        using var server = new ScriptedServer(Honest("x"u8.ToArray()));
        ForEachPlatform(line, (received, expected) =>
        {
            if (expected.StartsWith('!') && received != expected)
            {
                Assert.Equal(IpMsgErrorId.AttachmentRejected, _fixture.Refused(server, SingleFile(received, 1)).ErrorId);
                _fixture.RequireNothing();
                return;
            }
            var result = _fixture.Fetch(server, SingleFile(received, 1));
            Assert.Equal([expected], _fixture.Names);
            Assert.Equal(_fixture[expected], result.Path);
            Assert.Equal(received == expected ? [] : [received], result.Names.Select(entry => entry.Received));
            File.Delete(result.Path);
        });
    }

    [Theory]
    [MemberData(nameof(LinesOfFolders))]
    [Rule(85)]
    public void R85_a_hostile_name_in_a_folder_stays_in_the_folder(int line)
    {
        string sent = HostileName.All.Single(name => name.Line == line).Received;
        using var server =
            new ScriptedServer(Stream(Enter("d") + Enter("sub") + Put(sent, "x") + Leave + Enter(sent) + Put("f", "x") + Leave + Leave));
        ForEachPlatform(line, (received, expected) =>
        {
            // An empty name cannot be told from no name at all.
            if (received.Length == 0)
            {
                Assert.Contains(_fixture.Refused(server, WholeFolder("d")).ErrorId,
                    new[] { IpMsgErrorId.AttachmentRejected, IpMsgErrorId.StreamMalformed });
                _fixture.RequireNothing();
                return;
            }
            if (expected.StartsWith('!') && received != expected)
            {
                Assert.Equal(IpMsgErrorId.AttachmentRejected, _fixture.Refused(server, WholeFolder("d")).ErrorId);
                _fixture.RequireNothing();
                return;
            }
            _fixture.Fetch(server, WholeFolder("d"));
            Assert.Equal([expected, "sub"], Below("d").Where(name => name != "sub").Append("sub"));
            Assert.Equal([expected], Below("d/sub"));
            Directory.Delete(_fixture["d"], recursive: true);
        });
    }

    // The sender's script writes the name into a header as UTF-8: no half characters, no line ends, not too long.
    private static bool CanBeInFolder(HostileName name) =>
        !name.Received.Any(each => char.IsSurrogate(each) || each is '\r' or '\n') && SenderScripts.Escape(name.Received).Length <= 2000;

    private string[] Below(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(_fixture[folder]).Select(path => Path.GetFileName(path)!)];

    private void ForEachPlatform(int line, Action<string, string> check)
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "Its disks do not take all of these names.");
        var name = HostileName.All.Single(each => each.Line == line);
        string[] expected = [name.Windows, name.Linux, name.MacOS];
        NameRules[] rules = [NameRules.Windows, NameRules.Linux, NameRules.MacOS];
        for (int platform = 0; platform < s_platforms.Length; platform++)
        {
            // The disks of Windows take none of the other platforms' names.
            if (OperatingSystem.IsWindows() && rules[platform] != NameRules.Windows)
                continue;
            // What Windows allows and this disk does not is the length: 255 units may be 765 bytes.
            if (System.Text.Encoding.UTF8.GetByteCount(expected[platform]) > 255 && !expected[platform].StartsWith('!'))
                continue;
            _fixture.Options = _fixture.Options with { Rules = rules[platform] };
            check(name.Received, expected[platform]);
            _fixture.RequireNothingOutside();
        }
    }
}
