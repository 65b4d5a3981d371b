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
    [InlineData("Send-IpMsg suzuki ''", "suzuki=")]
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
    [InlineData("Send-IpMsg ([pscustomobject]@{ EndPoint = '127.0.0.1' }) hi", "InvalidRecipient")]
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
