using IpMsg.Node.Storage;
using IpMsg.Node.Upload;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

public sealed class PathCheckTests
{
    [Theory]
    [InlineData(IpMsgErrorId.InvalidLogPath, "NUL", "'NUL' ends with a name that Windows reserves for a device.", "-LogPath")]
    [InlineData(IpMsgErrorId.InvalidKeyPath, @"\\.\COM1", @"'\\.\COM1' names a device or a pipe.", "-KeyPath")]
    [InlineData(IpMsgErrorId.InvalidDataPath, @"C:\x:s",
        @"'C:\x:s' has a colon that does not follow a drive letter, so it names an alternate stream and no file.", "-DataPath")]
    [InlineData(IpMsgErrorId.InvalidKeyFile, "\"C:\\x\"",
        "'\"C:\\x\"' has a character that no name may have on Windows; quotation marks do not belong to a path.", "jsonl")]
    public void A_path_that_names_no_file_is_refused_on_Windows(IpMsgErrorId id, string path, string message, string advice)
    {
        var refusal = Assert.Throws<IpMsgException>(() => PathCheck.Require(id, path, isWindows: true));
        Assert.Equal((id, message, (object)path), (refusal.ErrorId, refusal.Message, refusal.Target));
        Assert.Contains(advice, refusal.Advice);
        PathCheck.Require(id, path, isWindows: false);
    }

    [Fact]
    public void Other_paths_pass()
    {
        PathCheck.Require(IpMsgErrorId.InvalidLogPath, null, isWindows: true);
        PathCheck.Require(IpMsgErrorId.InvalidLogPath, @"C:\logs\ipmsg.jsonl", isWindows: true);
    }

    // Windows 11 has files with these names, and an attachment is only read.
    [Fact]
    public void An_attachment_may_have_a_reserved_name_and_no_stream()
    {
        OfferFactory.RequireFile(@"C:\x\aux.txt", isWindows: true);
        OfferFactory.RequireFile(@"C:\x\aux.txt:s", isWindows: false);
        foreach (string path in new[] { @"C:\x\report.txt:s", @"\\localhost\pipe\x", @"\\.\COM1" })
        {
            var refusal = Assert.Throws<IpMsgException>(() => OfferFactory.RequireFile(path, isWindows: true));
            Assert.Equal((IpMsgErrorId.AttachmentNotSupported, (object)path), (refusal.ErrorId, refusal.Target));
        }
    }

    [Theory]
    [InlineData(@"C:\x\aux.txt", @"\\?\C:\x\aux.txt")]
    [InlineData(@"C:\x\name.", @"\\?\C:\x\name.")]
    [InlineData(@"C:\x\name", @"C:\x\name")]
    public void An_attachment_with_a_name_that_Windows_changes_is_found(string path, string expected)
    {
        Assert.Equal(expected, OfferFactory.ExactIfThere(path, isWindows: true, static _ => true));
        Assert.Equal(path, OfferFactory.ExactIfThere(path, isWindows: true, static _ => false));
        Assert.Equal(path, OfferFactory.ExactIfThere(path, isWindows: false, static _ => true));
    }

    [Fact]
    public void A_long_path_is_shown_without_the_prefix()
    {
        string path = @"C:\" + new string('x', 300);
        Assert.Equal(path, OfferFactory.ExactIfThere(path, isWindows: true, static _ => true));
    }
}
