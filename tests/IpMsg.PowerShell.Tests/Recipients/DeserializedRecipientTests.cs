using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Recipients;

/// <summary>Objects that went through Export-Clixml, a job or a remote session.</summary>
public sealed class DeserializedRecipientTests(MembersFixture membersFixture) : IClassFixture<MembersFixture>
{
    // The bare engine has no Select-Object.
    private const string Revive = Deserialized.Function
        + "function Selected($type, $properties) { $it = [pscustomobject] $properties; $it.PSObject.TypeNames.Insert(0, "
        + "'Selected.IpMsg.PowerShell.' + $type); $it }; "
        // What New-MockObject of Pester does.
        + "function New-Mock($type, $properties) { $it = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject("
        + "[type] ('IpMsg.PowerShell.' + $type)); foreach ($each in $properties.GetEnumerator()) { $it.PSObject.Members.Add("
        + "[System.Management.Automation.PSNoteProperty]::new($each.Key, $each.Value)) }; $it }; ";

    [Theory]
    [InlineData("Revive $suzuki | Send-IpMsg hi")]
    [InlineData("Send-IpMsg (Revive $suzuki) hi")]
    [InlineData("Revive $message | Send-IpMsg hi")]
    [InlineData("Send-IpMsg (Revive $message) hi")]
    [InlineData("Send-IpMsg (Revive $message.From) hi")]
    [InlineData("Send-IpMsg (Revive $message.From.EndPoint) hi")]
    [InlineData("Send-IpMsg (Revive $suzuki.Address) hi")]
    [InlineData("Revive (Test-IpMsgMember $suzuki) | Send-IpMsg hi")]
    [InlineData("Selected IpMsgMember @{ NickName = 'suzuki'; EndPoint = $suzuki.EndPoint } | Send-IpMsg hi")]
    [InlineData("Send-IpMsg (Selected IpMsgMessage @{ From = $message.From; Text = 'x' }) hi")]
    [InlineData("Revive (Selected IpMsgMember @{ EndPoint = $suzuki.EndPoint }) | Send-IpMsg hi")]
    [InlineData("Send-IpMsg (Revive (Send-IpMsg suzuki mark -WarningAction Stop))[0] hi")]
    [InlineData("[pscustomobject]@{ NickName = 'x'; EndPoint = $suzuki.EndPoint } | Send-IpMsg hi")]
    [InlineData("[pscustomobject]@{ Address = $suzuki.Address; Port = \"$($suzuki.Port)\" } | Send-IpMsg hi")]
    [InlineData("Send-IpMsg ([pscustomobject]@{ Address = $suzuki.Address }) hi")]
    [InlineData("[pscustomobject]@{ From = [pscustomobject]@{ EndPoint = $suzuki.EndPoint } } | Send-IpMsg hi")]
    [InlineData("Send-IpMsg -InReplyTo ([pscustomobject]@{ From = [pscustomobject]@{ EndPoint = $suzuki.EndPoint } }) hi")]
    [InlineData("New-Mock IpMsgMember @{ NickName = 'x'; EndPoint = $suzuki.EndPoint } | Send-IpMsg hi")]
    [InlineData("New-Mock IpMsgMessage @{ From = [pscustomobject]@{ EndPoint = $suzuki.EndPoint } } | Send-IpMsg hi")]
    public void Objects_with_the_properties_are_recipients(string script)
    {
        string outcome = membersFixture.Outcome(Revive + script);
        Assert.Equal("suzuki=hi", outcome.Replace("suzuki=mark; ", ""));
    }

    [Fact]
    public void What_has_lost_its_endpoint_is_named_by_its_type() =>
        Assert.StartsWith("An object of type Selected.IpMsg.PowerShell.IpMsgMember is neither",
            membersFixture.Session.Fails("InputNotSupported", Revive + "Selected IpMsgMember @{ NickName = 'suzuki' } | Send-IpMsg hi")
                .ToString(), System.StringComparison.Ordinal);

    [Fact]
    public void Revived_deliveries_keep_their_name() =>
        Assert.Equal("suzuki",
            membersFixture.Session.One<IpMsgDelivery>(Revive + "$d = Send-IpMsg suzuki mark; Send-IpMsg (Revive $d) hi").To);

    [Theory]
    [InlineData("NickName", "suzuki")]
    [InlineData("UserName", "user")]
    [InlineData("IsAbsent", "False")]
    [InlineData("GroupName", "Ops")]
    public void Members_keep_their_properties(string property, string value) =>
        Assert.Equal(value,
            Assert.Single(membersFixture.Session.Run(Revive + "(Revive $suzuki).$($args[0]).ToString()", property)).ToString());

    [Fact]
    public void Messages_keep_their_text() =>
        Assert.Equal("from suzuki", Assert.Single(membersFixture.Session.Run(Revive + "(Revive $message).Text")).ToString());
}
