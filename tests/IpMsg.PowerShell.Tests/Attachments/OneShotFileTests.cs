using System;
using System.Globalization;
using System.IO;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>A step of a build that sends a file, waits until it was fetched, and ends with an exit code.</summary>
public sealed class OneShotFileTests : IDisposable
{
    private readonly TransferFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("Save-IpMsgAttachment", 0, "Confirmed")]
    [InlineData("Remove-IpMsg", 1, "AttachmentNotTaken,IpMsg.PowerShell.Commands.SendIpMsgCommand")]
    public void It_succeeds_when_the_file_was_fetched_and_fails_when_it_was_not(string answer, int code, string said)
    {
        string log = _fixture.Make("build.log", 200_000);
        using var child = new ChildScript(
            "try { (Send-IpMsg " + _fixture.Lan.Address(2) + " 'build 7' -Attachment '" + log
                + "' -WaitDownload -TimeoutSec 60 -ErrorAction Stop).Status; exit 0 } catch { $_.FullyQualifiedErrorId; exit 1 }",
            ("IPMSG_PORT", _fixture.Lan.Port.ToString(CultureInfo.InvariantCulture)), ("IPMSG_NICKNAME", "CI"));
        _fixture.Suzuki.Run("Receive-IpMsg -TimeoutSec 30 -Count 1 | " + answer);
        var (exit, lines, errors) = child.End();
        Assert.Equal((code, said, ""), (exit, string.Join(' ', lines), errors));
        Assert.Equal(code == 0, File.Exists(Path.Combine(_fixture.Target, "build.log")));
    }

    [Fact]
    public void It_fails_when_nobody_fetches_it_in_time()
    {
        string log = _fixture.Make("build.log");
        using var child = new ChildScript(
            "try { Send-IpMsg " + _fixture.Lan.Address(2) + " -Attachment '" + log
                + "' -WaitDownload -TimeoutSec 0.5 -ErrorAction Stop } catch { \"$_\"; exit 1 }",
            ("IPMSG_PORT", _fixture.Lan.Port.ToString(CultureInfo.InvariantCulture)));
        var (exit, lines, _) = child.End();
        Assert.Equal(1, exit);
        Assert.Contains(lines, each => each.Contains("not fetched in time", StringComparison.Ordinal));
    }
}
