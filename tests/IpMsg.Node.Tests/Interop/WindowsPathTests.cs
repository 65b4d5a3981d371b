using IpMsg.Node.Interop;
using Xunit;

namespace IpMsg.Node.Tests.Interop;

/// <summary>What Windows makes of a path, on every system.</summary>
public sealed class WindowsPathTests
{
    private const string Part = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    // 250 characters.
    private const string Long = @"C:\" + Part + Part + Part + @"\" + Part + Part + Part + "aaaaaa";

    [Theory]
    [InlineData(@"C:\logs\ipmsg.jsonl")]
    [InlineData(@"C:\")]
    [InlineData("C:")]
    [InlineData("C:x")]
    [InlineData("c:/logs/x")]
    [InlineData(@"logs\x")]
    [InlineData(@"..\x")]
    [InlineData(@"\x")]
    [InlineData(@"C:\aux\x.txt")]
    [InlineData(@"C:\x\nullable.txt")]
    [InlineData(@"C:\x\com10")]
    [InlineData(@"\\server\share\x")]
    [InlineData("//server/share/x")]
    [InlineData(@"\\server\share\pipe\x")]
    [InlineData(@"\\?\C:\x")]
    [InlineData(@"\\?\C:\x\aux.txt")]
    [InlineData(@"\\?\UNC\server\share\x")]
    [InlineData(@"\\?\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\x")]
    [InlineData("記録 ログ")]
    [InlineData("")]
    public void Files_and_folders_have_no_flaw(string path) => Assert.Equal(PathFlaw.None, WindowsPath.FlawOf(path));

    [Theory]
    [InlineData("NUL")]
    [InlineData("nul.")]
    [InlineData("con ")]
    [InlineData(@"C:\x\aux.txt")]
    [InlineData(@"C:\x\COM1\")]
    [InlineData("C:/x/lpt9.log.gz")]
    [InlineData(@"\\server\share\prn")]
    [InlineData("conin$")]
    public void Reserved_names_are_devices(string path) => Assert.Equal(PathFlaw.DeviceName, WindowsPath.FlawOf(path));

    [Theory]
    [InlineData(@"\\.\COM1")]
    [InlineData(@"\\.\C:\x")]
    [InlineData(@"\\.\pipe\x")]
    [InlineData("//./pipe/x")]
    [InlineData("//?/C:/x")]
    [InlineData(@"\??\C:\x")]
    [InlineData(@"\\?\COM1")]
    [InlineData(@"\\?\C:")]
    [InlineData(@"\\?\pipe\x")]
    [InlineData(@"\\?\GLOBALROOT\Device\HarddiskVolume1\x")]
    [InlineData(@"\\server\pipe\x")]
    [InlineData("//server/PIPE/x")]
    [InlineData(@"\\server\mailslot\x")]
    [InlineData(@"\\?\UNC\server\pipe\x")]
    public void Prefixes_and_shares_of_devices_are_devices(string path) => Assert.Equal(PathFlaw.Device, WindowsPath.FlawOf(path));

    [Theory]
    [InlineData("x.txt:stream")]
    [InlineData(@"C:\x\x.txt:stream")]
    [InlineData(@"C:\x\x.txt::$DATA")]
    [InlineData("C:x:stream")]
    [InlineData(@"\\server\share\x.txt:s")]
    [InlineData(@"\\?\C:\x.txt:s")]
    [InlineData(@"\\?\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\x:s")]
    [InlineData(@"Temp:\x")]
    [InlineData(@"1:\x")]
    public void Any_other_colon_is_that_of_a_stream(string path) => Assert.Equal(PathFlaw.Stream, WindowsPath.FlawOf(path));

    [Theory]
    [InlineData("\"C:\\keys\"")]
    [InlineData("a<b")]
    [InlineData("a|b")]
    [InlineData(@"C:\x\*.txt")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    public void Forbidden_characters_are_a_flaw(string path) => Assert.Equal(PathFlaw.Character, WindowsPath.FlawOf(path));

    [Theory]
    [InlineData(@"C:\x\aux.txt", @"\\?\C:\x\aux.txt")]
    [InlineData(@"C:\x\name.", @"\\?\C:\x\name.")]
    [InlineData(@"C:\x \name", @"\\?\C:\x \name")]
    [InlineData(@"\\server\share\x\nul", @"\\?\UNC\server\share\x\nul")]
    [InlineData(Long, @"\\?\" + Long)]
    [InlineData(Long + @"\con", @"\\?\" + Long + @"\con")]
    public void A_name_that_Windows_would_change_or_refuse_gets_the_prefix(string path, string expected) =>
        Assert.Equal(expected, WindowsPath.ForCalls(path));

    [Theory]
    [InlineData(@"C:\")]
    [InlineData(@"C:\x\name.txt")]
    [InlineData(@"\\server\share\x")]
    [InlineData(@"\\?\C:\x\aux.txt")]
    [InlineData(@"\\?\" + Long)]
    [InlineData(@"\\.\NUL")]
    [InlineData("nul")]
    [InlineData("C:nul")]
    [InlineData("C:/x/nul")]
    [InlineData("/folder/name.")]
    public void Other_paths_stay(string path) => Assert.Equal(path, WindowsPath.ForCalls(path));

    [Fact]
    public void The_limit_counts_the_names_that_follow()
    {
        string folder = @"C:\" + new string('x', 200);
        Assert.Equal(folder, WindowsPath.ForCalls(folder));
        Assert.Equal(@"\\?\" + folder, WindowsPath.ForCalls(folder, room: 100));
        // CreateDirectory takes 247 characters.
        Assert.Equal(247, WindowsPath.ForCalls(@"C:\" + new string('x', 244)).Length);
        Assert.Equal(252, WindowsPath.ForCalls(@"C:\" + new string('x', 245)).Length);
    }

    [Theory]
    [InlineData(@"\\?\C:\x", @"C:\x")]
    [InlineData(@"\\?\C:\", @"C:\")]
    [InlineData(@"\\?\C:\x\", @"C:\x\")]
    [InlineData(@"\\?\UNC\server\share\x", @"\\server\share\x")]
    [InlineData(@"\\?\" + Long, Long)]
    [InlineData(@"C:\x", @"C:\x")]
    public void The_prefix_goes_where_it_changes_nothing(string path, string expected) => Assert.Equal(expected, WindowsPath.Plain(path));

    [Theory]
    [InlineData(@"\\?\C:\x\aux.txt")]
    [InlineData(@"\\?\C:\x.\y")]
    [InlineData(@"\\?\C:\x ")]
    [InlineData(@"\\?\C:\x\..\y")]
    [InlineData(@"\\?\C:\x\.\y")]
    [InlineData(@"\\?\C:\x/y")]
    [InlineData(@"\\?\C:\x\\y")]
    [InlineData(@"\\?\COM1")]
    [InlineData(@"\\?\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\x")]
    public void The_prefix_stays_where_it_has_a_meaning(string path) => Assert.Equal(path, WindowsPath.Plain(path));
}
