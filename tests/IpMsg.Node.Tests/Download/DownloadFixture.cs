using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Node.Download;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Attachments;
using Xunit;

namespace IpMsg.Node.Tests.Download;

/// <summary>A target folder with something precious beside it, and the one who fetches into it.</summary>
internal sealed class DownloadFixture : IDisposable
{
    internal const uint Offer = 0x6553f10a;
    internal const uint Id = 0x40000000;

    private const string Precious = "precious";

    private readonly TemporaryFolder _folder = new();

    internal DownloadFixture()
    {
        Directory.CreateDirectory(Target);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, Precious), Precious);
        Options = new DownloadOptions(Target) { MaxSilence = TimeSpan.FromSeconds(5) };
    }

    internal string Target => _folder["target"];

    internal string Outside => _folder["outside"];

    internal DownloadOptions Options { get; set; }

    internal string this[string name] => Path.Combine(Target, name);

    /// <summary>The names in the target folder.</summary>
    internal string[] Names =>
        [.. Directory.EnumerateFileSystemEntries(Target).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The staging folder that an attempt left behind.</summary>
    internal string Staging => Assert.Single(Directory.GetDirectories(Target, ".ipmsg-*"));

    internal static Attachment SingleFile(string name, long size) => new(Id, name, size, FileKind.Regular);

    internal static Attachment WholeFolder(string name) => new(Id, name, 0, FileKind.Folder);

    internal static DownloadRequest Order(IPEndPoint server, Attachment attachment) => new(server, Offer, attachment)
    {
        UserName = "bob",
        HostName = "BOB-PC",
        NextNumber = () => 1700000020,
    };

    internal DownloadResult Fetch(ScriptedServer server, Attachment attachment, Action<DownloadProgress>? onProgress = null,
        CancellationToken stop = default) =>
        new AttachmentDownload(Order(server.EndPoint, attachment), Options, onProgress).Run(stop);

    internal IpMsgException Refused(ScriptedServer server, Attachment attachment)
    {
        var failure = Assert.Throws<IpMsgException>(() => Fetch(server, attachment));
        Assert.False(string.IsNullOrEmpty(failure.Advice));
        Assert.Same(attachment, failure.Target);
        return failure;
    }

    /// <summary>Nothing is left: no final name, no staging folder, and nothing has happened outside.</summary>
    internal void RequireNothing()
    {
        Assert.Empty(Names);
        RequireNothingOutside();
    }

    internal void RequireNothingOutside()
    {
        Assert.Equal(["outside", "target"],
            Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)!).Order());
        Assert.Equal([Precious], Directory.EnumerateFileSystemEntries(Outside).Select(path => Path.GetFileName(path)!));
        Assert.Equal(Precious, File.ReadAllText(Path.Combine(Outside, Precious)));
    }

    public void Dispose() => _folder.Dispose();
}
