using System;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Sending;

/// <summary>What Send-IpMsg makes of its arguments and its pipeline.</summary>
public sealed class SendInputTests(MembersFixture membersFixture) : IClassFixture<MembersFixture>
{
    [Theory]
    [InlineData("Send-IpMsg suzuki hi", "suzuki=hi")]
    [InlineData("Send-IpMsg SUZUKI hi", "suzuki=hi")]
    [InlineData("Send-IpMsg -To suzuki -Message hi", "suzuki=hi")]
    [InlineData("Send-IpMsg suzuki,'Tanaka Taro' hi", "suzuki=hi; Tanaka Taro=hi")]
    [InlineData("Send-IpMsg suz*,T?naka* hi", "suzuki=hi; Tanaka Taro=hi")]
    [InlineData("Send-IpMsg sat* hi", "sato=hi; sato=hi")]
    [InlineData("Send-IpMsg $suzuki hi", "suzuki=hi")]
    [InlineData("Send-IpMsg $suzuki,suzuki,$address2 hi", "suzuki=hi")]
    [InlineData("Send-IpMsg $message hi", "suzuki=hi")]
    [InlineData("Send-IpMsg $message.From hi", "suzuki=hi")]
    [InlineData("Send-IpMsg $address2 hi", "suzuki=hi")]
    [InlineData("Send-IpMsg \"${address6}:$port\" hi", "stranger=hi")]
    [InlineData("Send-IpMsg \" $address6 \" hi", "stranger=hi")]
    [InlineData("Send-IpMsg ([ipaddress]$address6) hi", "stranger=hi")]
    [InlineData("Send-IpMsg ([ipaddress]::Parse($address6)) hi", "stranger=hi")]
    [InlineData("Send-IpMsg ([Net.IPEndPoint]::new([ipaddress]$address6, $port)) hi", "stranger=hi")]
    [InlineData("Send-IpMsg localhost hi", "local=hi")]
    [InlineData("Send-IpMsg \"LOCALHOST:$port\" hi", "local=hi")]
    [InlineData("Send-IpMsg (Test-IpMsgMember $suzuki -TimeoutSec 0) hi", "suzuki=hi")]
    public void Arguments_name_the_recipients_in_many_ways(string script, string outcome) =>
        Assert.Equal(outcome, membersFixture.Outcome(script));

    [Theory]
    [InlineData("$suzuki | Send-IpMsg hi", "suzuki=hi")]
    [InlineData("$suzuki, $tanaka | Send-IpMsg hi", "suzuki=hi; Tanaka Taro=hi")]
    [InlineData("$suzuki, $suzuki | Send-IpMsg hi", "suzuki=hi")]
    [InlineData("$suzuki | Send-IpMsg -Message hi", "suzuki=hi")]
    [InlineData("Get-IpMsgMember sat* | Send-IpMsg hi", "sato=hi; sato=hi")]
    [InlineData("[ipaddress]$address6 | Send-IpMsg hi", "stranger=hi")]
    [InlineData("[Net.IPEndPoint]::new([ipaddress]$address6, $port) | Send-IpMsg hi", "stranger=hi")]
    [InlineData("$message | Send-IpMsg hi", "suzuki=hi")]
    [InlineData("$message.From | Send-IpMsg hi", "suzuki=hi")]
    [InlineData("$null, $suzuki, $null | Send-IpMsg hi", "suzuki=hi")]
    public void Piped_objects_are_recipients_and_the_argument_is_the_text(string script, string outcome) =>
        Assert.Equal(outcome, membersFixture.Outcome(script));

    [Theory]
    [InlineData("'hi' | Send-IpMsg suzuki", "suzuki=hi")]
    [InlineData("'one', 'two' | Send-IpMsg suzuki", "suzuki=one; suzuki=two")]
    [InlineData("'hi' | Send-IpMsg -To $suzuki, $tanaka", "suzuki=hi; Tanaka Taro=hi")]
    [InlineData("'hi' | Send-IpMsg -InReplyTo $message", "suzuki=hi")]
    [InlineData("$null, 'hi' | Send-IpMsg suzuki", "suzuki=hi")]
    [InlineData("$null | Send-IpMsg suzuki", "")]
    [InlineData("@() | Send-IpMsg suzuki", "")]
    [InlineData("@() | Send-IpMsg hi", "")]
    public void Piped_strings_are_texts(string script, string outcome) => Assert.Equal(outcome, membersFixture.Outcome(script));

    [Theory]
    [InlineData("$address2, $address6 | Send-IpMsg -Message hi", "suzuki=hi; stranger=hi")]
    [InlineData("'suzuki', '', ' ', $null, 'Tanaka Taro' | Send-IpMsg -Message hi", "suzuki=hi; Tanaka Taro=hi")]
    [InlineData("$suzuki, 'tanaka*', [ipaddress]$address6 | Send-IpMsg -Message hi", "suzuki=hi; Tanaka Taro=hi; stranger=hi")]
    [InlineData("'suzuki', $suzuki, $address2 | Send-IpMsg -Message hi", "suzuki=hi")]
    [InlineData("'suzuki', 'nobody' | Send-IpMsg -Message hi", "suzuki=hi; RecipientNotFound")]
    [InlineData("'suzuki' | Send-IpMsg -To sato -Message hi", "AmbiguousInput")]
    public void With_Message_by_name_piped_strings_are_recipients(string script, string outcome) =>
        Assert.Equal(outcome, membersFixture.Outcome(script));

    [Theory]
    [InlineData("$address2, $address6 | Send-IpMsg reboot", "AmbiguousInput")]
    [InlineData("'suzuki' | Send-IpMsg reboot", "AmbiguousInput")]
    [InlineData("'suzuki', 'hi' | Send-IpMsg reboot", "RecipientNotFound")]
    [InlineData("'suzuki', $address6 | Send-IpMsg 'Tanaka Taro'", "Tanaka Taro=suzuki; Tanaka Taro=*")]
    [InlineData("$suzuki, $address6 | Send-IpMsg reboot", "suzuki=reboot; stranger=reboot")]
    [InlineData("$address6, 'Tanaka Taro', $suzuki | Send-IpMsg reboot", "suzuki=reboot; Tanaka Taro=reboot; stranger=reboot")]
    [InlineData("$suzuki, 'a text' | Send-IpMsg reboot", "AmbiguousInput")]
    public void A_positional_text_makes_recipients_only_of_strings_beside_members(string script, string outcome) =>
        Assert.Equal(outcome.Replace("*", membersFixture.Address(6), StringComparison.Ordinal), membersFixture.Outcome(script));

    [Fact]
    public void The_error_of_exchanged_arguments_has_the_line_to_paste()
    {
        var error = membersFixture.Session.Fails("AmbiguousInput", "'suzuki', 'Tanaka Taro' | Send-IpMsg 'It''s time'");
        string line = error.ErrorDetails.RecommendedAction;
        Assert.Equal("'suzuki', 'Tanaka Taro' | Send-IpMsg -Message 'It''s time'", line);
        Assert.Equal("suzuki=It's time; Tanaka Taro=It's time", membersFixture.Outcome(line));
    }

    [Theory]
    [InlineData("Send-IpMsg suzuki ''", "NoText")]
    [InlineData("Send-IpMsg suzuki $null", "NoText")]
    [InlineData("Send-IpMsg suzuki \"`n\"", "NoText")]
    [InlineData("'' | Send-IpMsg suzuki", "NoText")]
    [InlineData("'one', '', 'two' | Send-IpMsg suzuki", "suzuki=one; suzuki=two; NoText")]
    [InlineData("$suzuki | Send-IpMsg ''", "ParameterArgumentValidationError")]
    [InlineData("'suzuki' | Send-IpMsg -Message ''", "NoText")]
    [InlineData("Send-IpMsg -InReplyTo $message -Message ''", "NoText")]
    public void Empty_texts_are_not_sent(string script, string outcome) => Assert.Equal(outcome, membersFixture.Outcome(script));

    [Theory]
    [InlineData("Send-IpMsg Ops 'It''s time'", "'Ops' is a group (2 members)", "Get-IpMsgMember -GroupName Ops | Send-IpMsg 'It''s time'")]
    [InlineData("'hi' | Send-IpMsg ops", "'ops' is a group", "Send-IpMsg (Get-IpMsgMember -GroupName Ops)")]
    [InlineData("Test-IpMsgMember Ops", "'Ops' is a group", "Get-IpMsgMember -GroupName Ops | Test-IpMsgMember")]
    [InlineData("Send-IpMsg suzki hi", "Did you mean 'suzuki'?", "Get-IpMsgMember")]
    [InlineData("Send-IpMsg 'Tanaka Tarou' hi", "Did you mean 'Tanaka Taro'?", "Get-IpMsgMember")]
    public void A_name_that_nobody_has_may_be_a_group_or_a_slip(string script, string said, string advice)
    {
        var error = membersFixture.Session.Fails("RecipientNotFound", script);
        Assert.Contains(said, error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Send-IpMsg hi -InReplyTo $message", "suzuki=hi")]
    [InlineData("Send-IpMsg -Message hi -InReplyTo $message", "suzuki=hi")]
    [InlineData("Send-IpMsg -InReplyTo $message hi", "suzuki=hi")]
    [InlineData("Send-IpMsg suzuki hi -InReplyTo $message", "AmbiguousInput")]
    [InlineData("Send-IpMsg -To suzuki -Message hi -InReplyTo $message", "AmbiguousInput")]
    [InlineData("Send-IpMsg hi -InReplyTo $message -Broadcast", "AmbiguousInput")]
    [InlineData("'hi' | Send-IpMsg suzuki -InReplyTo $message", "AmbiguousInput")]
    [InlineData("$suzuki | Send-IpMsg hi -InReplyTo $message", "AmbiguousInput")]
    [InlineData("Send-IpMsg -InReplyTo $message", "NoText")]
    public void A_reply_goes_to_the_sender_alone(string script, string outcome) => Assert.Equal(outcome, membersFixture.Outcome(script));

    [Theory]
    [InlineData("Send-IpMsg suzuki", "NoText")]
    [InlineData("Send-IpMsg", "NoText")]
    [InlineData("$suzuki | Send-IpMsg", "NoText")]
    [InlineData("$message | Send-IpMsg", "NoText")]
    [InlineData("Send-IpMsg -Message hi", "NoRecipient")]
    [InlineData("'hi' | Send-IpMsg", "NoRecipient")]
    [InlineData("'hi' | Send-IpMsg suzuki lo", "AmbiguousInput")]
    [InlineData("'hi' | Send-IpMsg -Message lo -Broadcast", "AmbiguousInput")]
    [InlineData("'hi' | Send-IpMsg suzuki -Broadcast", "AmbiguousInput")]
    [InlineData("$tanaka | Send-IpMsg suzuki hi", "AmbiguousInput")]
    [InlineData("$message | Send-IpMsg $tanaka", "AmbiguousInput")]
    [InlineData("$suzuki | Send-IpMsg hi -Broadcast", "AmbiguousInput")]
    [InlineData("$message | Send-IpMsg hi -Broadcast", "AmbiguousInput")]
    [InlineData("Send-IpMsg suzuki hi -Broadcast", "AmbiguousInput")]
    [InlineData("Send-IpMsg $suzuki -Broadcast", "AmbiguousInput")]
    [InlineData("Send-IpMsg hi -Broadcast", "NoRecipient")]
    public void What_is_said_twice_or_not_at_all_is_an_error(string script, string outcome) =>
        Assert.Equal(outcome, membersFixture.Outcome(script));

    [Theory]
    [InlineData("Send-IpMsg nobody hi", "RecipientNotFound")]
    [InlineData("Send-IpMsg no*body hi", "RecipientNotFound")]
    [InlineData("Send-IpMsg no.such.host.invalid hi", "RecipientNotFound")]
    [InlineData("Send-IpMsg nobody,suzuki hi", "suzuki=hi; RecipientNotFound")]
    [InlineData("Send-IpMsg sato hi", "RecipientAmbiguous")]
    [InlineData("Send-IpMsg sato,suzuki hi", "suzuki=hi; RecipientAmbiguous")]
    [InlineData("Send-IpMsg ' ' hi", "InvalidRecipient")]
    [InlineData("Send-IpMsg $true hi", "InvalidRecipient")]
    [InlineData("Send-IpMsg ([datetime]::Now) hi", "InvalidRecipient")]
    [InlineData("Send-IpMsg ([pscustomobject]@{ EndPoint = 'nowhere' }) hi", "InvalidRecipient")]
    [InlineData("Send-IpMsg ([IO.FileInfo]'x') hi", "InvalidRecipient")]
    [InlineData("Send-IpMsg '[suz' hi", "RecipientNotFound")]
    public void Who_cannot_be_found_is_an_error_and_the_others_get_their_message(string script, string outcome) =>
        Assert.Equal(outcome, membersFixture.Outcome(script));

    [Theory]
    [InlineData("[IO.FileInfo]'x' | Send-IpMsg suzuki", "AttachmentNotFound")]
    [InlineData("[IO.DirectoryInfo]'x' | Send-IpMsg suzuki hi", "AttachmentNotFound")]
    [InlineData("[IO.FileInfo]'x', 'hi' | Send-IpMsg suzuki", "AmbiguousInput")]
    [InlineData("'hi', [IO.FileInfo]'x' | Send-IpMsg suzuki", "suzuki=hi; AmbiguousInput")]
    [InlineData("[IO.FileInfo]'x', $message | Send-IpMsg hi", "AmbiguousInput")]
    [InlineData("42 | Send-IpMsg suzuki", "InputNotSupported")]
    [InlineData("[pscustomobject]@{ Name = 'suzuki' } | Send-IpMsg hi", "InputNotSupported")]
    public void Objects_that_are_neither_recipient_nor_text_are_errors(string script, string outcome) =>
        Assert.Equal(outcome, membersFixture.Outcome(script));
}
