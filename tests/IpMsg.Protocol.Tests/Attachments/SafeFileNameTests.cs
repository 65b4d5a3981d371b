using System;
using System.IO;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Received names on every platform: the table of hostile names, and what has to hold for any name whatever.</summary>
public class SafeFileNameTests
{
    private static readonly NameRules[] s_platforms = [NameRules.Windows, NameRules.Linux, NameRules.MacOS];

    public static TheoryData<int> Lines { get; } = [.. HostileName.All.Select(name => name.Line)];

    [Fact]
    [Rule(85)]
    public void R85_the_table_is_long_enough_and_names_nothing_twice()
    {
        Assert.True(HostileName.All.Count >= 200);
        Assert.Equal(HostileName.All.Count, HostileName.All.Select(name => name.Received).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Lines))]
    [Rule(85)]
    public void R85_a_hostile_name_becomes_what_the_table_says(int line)
    {
        var name = HostileName.All.Single(each => each.Line == line);
        Assert.Equal([name.Windows, name.Linux, name.MacOS], s_platforms.Select(rules => Outcome(name.Received, rules)));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    [Rule(85)]
    public void R85_what_comes_out_is_harmless(int line)
    {
        foreach (var rules in s_platforms)
            RequireHarmless(HostileName.All.Single(each => each.Line == line).Received, rules);
    }

    [Fact]
    [Rule(85)]
    public void R85_whatever_comes_in_what_comes_out_is_harmless()
    {
        byte[][] examples = [
            .. HostileName.All.Where(name => name.Received.Length < 600).Select(name => Encoding.BigEndianUnicode.GetBytes(name.Received))];
        var mutator = new DatagramMutator(85, examples);
        for (int index = 0; index < 50_000; index++)
        {
            string name = Encoding.BigEndianUnicode.GetString(mutator.Make(index));
            RequireHarmless(name, s_platforms[index % 3]);
            // The replacement of half characters above leaves none for the name itself.
            RequireHarmless(string.Concat(mutator.Make(index).ToArray().Chunk(2).Select(pair => (char)(pair[0] << 8 | pair[^1]))),
                s_platforms[index % 3]);
        }
    }

    [Theory]
    [InlineData("a.txt", NameFlaws.None)]
    [InlineData("", NameFlaws.Empty)]
    [InlineData("..", NameFlaws.Traversal)]
    [InlineData(@"C:\a", NameFlaws.AbsolutePath)]
    [InlineData("a/b", NameFlaws.Separator)]
    [InlineData("a:b", NameFlaws.DriveOrStream)]
    [InlineData("a*b", NameFlaws.ForbiddenCharacter)]
    [InlineData("a\0b", NameFlaws.ControlCharacter)]
    [InlineData("a\u202Eb", NameFlaws.HiddenCharacter)]
    [InlineData("a\uFFFFb", NameFlaws.BrokenCharacter)]
    [InlineData("a. ", NameFlaws.TrailingDotOrSpace)]
    [InlineData("nul.txt", NameFlaws.ReservedDevice)]
    [InlineData("e\u0301", NameFlaws.NotNormalised)]
    [InlineData("nul\u202E:. ", NameFlaws.HiddenCharacter | NameFlaws.DriveOrStream | NameFlaws.TrailingDotOrSpace)]
    [Rule(85)]
    public void R85_the_flaws_of_a_name_are_told(string name, NameFlaws flaws)
    {
        var safe = SafeFileName.Of(name, NameRules.Windows);
        Assert.Equal(flaws, safe.Flaws);
        Assert.Equal(flaws is NameFlaws.Empty or NameFlaws.Traversal or NameFlaws.AbsolutePath, safe.IsRejected);
        Assert.Equal(flaws != NameFlaws.None && !safe.IsRejected, safe.IsChanged);
    }

    [Fact]
    [Rule(85)]
    public void R85_a_name_that_was_cut_says_so() =>
        Assert.Equal(NameFlaws.TooLong, SafeFileName.Of(new string('a', 256), NameRules.Linux).Flaws);

    private static string Outcome(string name, NameRules rules)
    {
        var safe = SafeFileName.Of(name, rules);
        return safe.Name ?? $"!{safe.Flaws}";
    }

    private static void RequireHarmless(string received, NameRules rules)
    {
        var safe = SafeFileName.Of(received, rules);
        if (safe.Name is not { } name)
            return;
        string folder = Path.GetFullPath("/target");
        // Windows itself would change names for other systems.
        bool isOne = name.IndexOfAny(['/', '\\', '\0']) < 0 && name.Trim(' ', '.').Length > 0
            && (OperatingSystem.IsWindows() && rules != NameRules.Windows || name == Path.GetFileName(name)
                && Path.GetFullPath(Path.Combine(folder, name)) == Path.Combine(folder, name));
        bool isShort = rules == NameRules.Windows ? name.Length <= 255 : Encoding.UTF8.GetByteCount(name) <= 255;
        var again = SafeFileName.Of(name, rules);
        if (!isOne || !isShort || again.Name != name || again.Flaws != NameFlaws.None)
            Assert.Fail($"{string.Concat(received.Select(each => $"{(int)each:x4} "))} became {name}");
    }
}
