using System;
using System.Linq;
using System.Text.RegularExpressions;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Formats;

/// <summary>The default views: what people see, and that nothing that strangers wrote can act on their terminal.</summary>
public sealed class ViewTests : IDisposable
{
    private const string Evil = "e\u001b[31mvil\u0007\u009b2J\u202Etxt";

    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;
    private readonly ScriptedPeer _peer;

    public ViewTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1, "-NickName Sato");
        _peer = _lan.Member(_listener, 2, Evil, peer => (peer.Group, peer.Version) = (Evil, Evil));
    }

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("Get-IpMsgMember", "NickName GroupName User@Host EndPoint Absent Seen now")]
    [InlineData("Receive-IpMsg -TimeoutSec 20 -Count 1", "Received From Security Kind Text")]
    [InlineData("(Receive-IpMsg -TimeoutSec 20 -Count 1).From", "NickName GroupName User@Host Fingerprint EndPoint")]
    [InlineData("Send-IpMsg (Get-IpMsgMember) hi", "To Status ms Attempts Encrypted Opened Files Confirmed")]
    [InlineData("Revive (Get-IpMsgMember)", "NickName GroupName User@Host EndPoint Absent Seen now")]
    [InlineData("Revive (Receive-IpMsg -TimeoutSec 20 -Count 1)", "Received From Security Kind Text")]
    [InlineData("Revive (Send-IpMsg (Get-IpMsgMember) hi)", "To Status ms Attempts Encrypted Opened Files Confirmed")]
    [InlineData("$null = Send-IpMsg (Get-IpMsgMember) hi; Get-IpMsgDelivery", "Sent To Status Opened Files Text Confirmed hi")]
    [InlineData("$null = Send-IpMsg (Get-IpMsgMember) hi; Revive (Get-IpMsgDelivery)", "Sent To Status Opened Files Text Confirmed hi")]
    [InlineData("Test-IpMsgMember (Get-IpMsgMember)", "To EndPoint Reachable ms Version True")]
    [InlineData("Get-IpMsgListener", "State Running EndPoint Name Sato Encoding MemberCount UnreadCount Counters")]
    [InlineData("Get-IpMsgMember -Detailed", "NickName GroupName")]
    public void Views_show_what_matters_and_nothing_that_acts(string script, string words)
    {
        _peer.Message(_listener.Node.LocalEndPoint, Evil + "\nsecond line\tend");
        Eventually.True(() => _listener.UnreadCount == 1, "a message waits");
        _session.Run(Deserialized.Function + script + " | Out-Host");
        string shown = _session.Host.Text;
        foreach (string word in words.Split(' '))
            Assert.Contains(word, shown, StringComparison.Ordinal);
        Harmless(shown);
        if (!script.Contains("Listener", StringComparison.Ordinal))
            Assert.Contains("e␛[31mvil␇", shown, StringComparison.Ordinal);
    }

    // The engine takes no view then but the properties that the type data name.
    [Theory]
    [InlineData("Get-IpMsgMember", "Nick Group User@Host EndPoint")]
    [InlineData("Receive-IpMsg -Peek", "ReceivedAt From Message Signature")]
    [InlineData("(Receive-IpMsg -Peek).From", "Nick Group User@Host EndPoint")]
    [InlineData("Send-IpMsg (Get-IpMsgMember) hi", "(To|Recipient) Status Attempts")]
    [InlineData("Test-IpMsgMember (Get-IpMsgMember)", "(To|Recipient) IsReachable ClientVersion")]
    [InlineData("(Send-IpMsg (Get-IpMsgMember) hi -Attachment $args[0] -WarningAction Ignore).Offers", "(To|Recipient) File State")]
    public void Objects_behind_those_of_another_type_are_harmless_too(string script, string words)
    {
        _peer.Message(_listener.Node.LocalEndPoint, Evil);
        Eventually.True(() => _listener.UnreadCount == 1, "a message waits");
        foreach (string revives in (string[])["$it", "Revive $it"])
        {
            _session.Run(Deserialized.Function + "$it = " + script + "; & { $ExecutionContext.Host; " + revives + " } | Out-Host",
                StagedModule.Manifest);
            string shown = WithoutColours(_session.Host.TakeText());
            foreach (string word in words.Split(' '))
                Assert.Matches("(?m)^" + word + " +: ", shown);
            Assert.Contains("e␛[31mvil␇", shown, StringComparison.Ordinal);
            Harmless(shown);
        }
    }

    [Theory]
    [InlineData("$message")]
    [InlineData("Revive $message")]
    [InlineData(
        "[pscustomobject] @{ Files = (Revive $message).Attachments; People = @(Revive (Get-IpMsgMember)); Messages = @(Revive $message); "
            + "Senders = @((Revive $message).From) }")]
    public void Lists_of_objects_within_others_are_harmless(string script)
    {
        _peer.Send(_listener.Node.LocalEndPoint, Wire.SendMessage | Wire.FileAttach | Wire.Utf8 | Wire.CanUtf8,
            "see\0" + "0:" + Evil.Replace("\u0007", "", StringComparison.Ordinal) + ":9:5f000000:1:\a\0");
        _session.Run(Deserialized.Function + "$message = Receive-IpMsg -TimeoutSec 20 -Count 1; & { $ExecutionContext.Host; " + script
            + " } | Out-Host");
        Assert.Matches("(Attachments|Files) +: \\{e␛\\[31mvil", WithoutColours(_session.Host.Text));
        Harmless(_session.Host.Text);
    }

    [Fact]
    public void A_sealed_message_behind_objects_of_another_type_is_sealed()
    {
        _peer.Message(_listener.Node.LocalEndPoint, "secret", Wire.Sealed);
        _session.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; & { $ExecutionContext.Host; $message } | Out-Host");
        Assert.Matches("(?m)^Message +: \\(sealed: Open-IpMsg shows it\\)", WithoutColours(_session.Host.Text));
        Assert.DoesNotContain("secret", _session.Host.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sealed_message_shows_how_to_see_it_and_not_its_text()
    {
        _peer.Message(_listener.Node.LocalEndPoint, "secret", Wire.Sealed);
        _session.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; $message | Out-Host");
        string shown = _session.Host.TakeText();
        Assert.Contains("sealed", shown, StringComparison.Ordinal);
        Assert.Contains("Open-IpMsg", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
        _session.Run("$message | Open-IpMsg | Out-Host");
        Assert.Contains("secret", _session.Host.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_becomes_a_string_is_harmless()
    {
        _peer.Message(_listener.Node.LocalEndPoint, Evil + "\nsecond line");
        _session.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; $member = Get-IpMsgMember");
        foreach (string what in (string[])["$member", "$message", "$($message.From)", "$(Send-IpMsg $member hi)",
            "$(Test-IpMsgMember $member)"])
            Harmless(Assert.Single(_session.Run("\"" + what + "\"")).ToString());
        Assert.Equal("e␛[31mvil␇\uFFFD2J\uFFFDtxt\nsecond line", Assert.Single(_session.Run("\"$message\"")).ToString());
    }

    [Fact]
    public void Properties_keep_what_was_sent()
    {
        Assert.Equal(Evil, _session.One<IpMsgMember>("Get-IpMsgMember").NickName);
        Assert.Equal(Evil, _session.One<IpMsgMember>("Get-IpMsgMember").GroupName);
    }

    [Theory]
    [InlineData("Send-IpMsg (Get-IpMsgMember) hi -TimeoutSec 0.1")]
    [InlineData("Send-IpMsg (Get-IpMsgMember) hi -WhatIf")]
    [InlineData("$message | Open-IpMsg -WhatIf")]
    [InlineData("$message | Remove-IpMsg -WhatIf")]
    [InlineData("$message | Remove-IpMsg; $message | Open-IpMsg")]
    [InlineData("Send-IpMsg e*l* (Get-IpMsgMember).NickName -Verbose; Send-IpMsg ((Get-IpMsgMember).NickName + 'x') hi")]
    [InlineData("Get-IpMsgMember -HostList (Get-IpMsgMember) -TimeoutSec 0.1")]
    [InlineData("$delivery = Send-IpMsg (Get-IpMsgMember) hi -NoAnnounce; $delivery | Send-IpMsg -Verbose")]
    public void Errors_and_questions_are_harmless_too(string script)
    {
        _peer.Confirms = false;
        _peer.Message(_listener.Node.LocalEndPoint, "secret", Wire.Sealed);
        _session.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1");
        var result = _session.Try(script);
        foreach (string text in result.AllErrors.Select(each => each.ToString()).Concat(result.Warnings).Concat(result.Verbose)
            .Append(_session.Host.Text))
            Harmless(text);
    }

    // The engine's own colours are not a stranger's.
    private static string WithoutColours(string text) => Regex.Replace(text, "\u001b\\[(32;1(;3)?|0)m", "");

    private static void Harmless(string text) =>
        Assert.DoesNotContain(WithoutColours(text), each => char.IsControl(each) && each is not ('\n' or '\r') || each is '\u202E');
}
