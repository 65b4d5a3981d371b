using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Attachments;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Recipients;

/// <summary>Whatever says who is meant can be given where somebody is meant.</summary>
public sealed class ConversionTests(MembersFixture membersFixture) : IClassFixture<MembersFixture>
{
    [Theory]
    [InlineData("'suzuki'")]
    [InlineData("$address2")]
    [InlineData("([ipaddress] $address2)")]
    [InlineData("\"${address2}:$port\"")]
    [InlineData("$suzuki.EndPoint")]
    [InlineData("$suzuki")]
    [InlineData("\"$($suzuki.UserName)@$($suzuki.HostName)\"")]
    [InlineData("$message")]
    [InlineData("$message.From")]
    [InlineData("$delivery")]
    [InlineData("(Revive $suzuki)")]
    [InlineData("(Revive $suzuki 1)")]
    [InlineData("(Revive $message)")]
    [InlineData("(Revive $delivery)")]
    [InlineData("(Revive $suzuki.EndPoint)")]
    [InlineData("(Revive $suzuki.Address)")]
    [InlineData("(Revive $message.From)")]
    [InlineData("(Revive (Test-IpMsgMember suzuki))")]
    public void Everyone_can_be_meant_everywhere(string who)
    {
        membersFixture.Session.Run("$delivery = Send-IpMsg suzuki hi");
        foreach (string script in (string[])[
            "(Send-IpMsg {0} hi).EndPoint", "(Send-IpMsg -To {0}, {0} hi).EndPoint", "(Test-IpMsgMember {0}).EndPoint",
            "({0} | Test-IpMsgMember).EndPoint", "(Get-IpMsgMember {0} -TimeoutSec 0).EndPoint",
            "(Get-IpMsgMember -Name @({0}) -TimeoutSec 0).EndPoint"])
        {
            var found = Assert.Single(
                membersFixture.Session.Run(Deserialized.Function + script.Replace("{0}", who, StringComparison.Ordinal)));
            Assert.Equal(membersFixture.Session.One<string>("$suzuki.EndPoint"), found.BaseObject);
        }
        Assert.Equal("suzuki",
            membersFixture.Session.All<IpMsgMessage>(Deserialized.Function + "Receive-IpMsg -Recent 5 -From " + who)
                .Select(each => each.From.NickName).Distinct().Single());
        // Nobody here serves lists; the error is of the one who was asked, and not of the way to say so.
        Assert.Equal("HostListNotAnswered",
            membersFixture.Outcome(Deserialized.Function + "Get-IpMsgMember -HostList " + who + " -TimeoutSec 0.05"));
    }

    [Theory]
    [InlineData("Send-IpMsg sato hi")]
    [InlineData("Test-IpMsgMember sato")]
    [InlineData("'sato' | Test-IpMsgMember")]
    [InlineData("Get-IpMsgMember -HostList sato")]
    public void A_name_that_several_bear_is_an_error_with_all_of_them(string script)
    {
        string error = membersFixture.Session.Fails("RecipientAmbiguous", script).ToString();
        foreach (var sato in membersFixture.Session.All<IpMsgMember>("Get-IpMsgMember sato"))
            Assert.Contains(sato.UserName + "@" + sato.HostName + ", " + sato.EndPoint, error, StringComparison.Ordinal);
        Assert.Equal("sato",
            membersFixture.Session.One<IpMsgDelivery>("$sato = (Get-IpMsgMember sato)[1]; Send-IpMsg "
                + "\"$($sato.UserName)@$($sato.HostName)\" hi").To);
    }

    [Theory]
    [InlineData("Send-IpMsg 007 hi", "007")]
    [InlineData("Send-IpMsg -To 1e3 hi", "1e3")]
    [InlineData("'hi' | Send-IpMsg 1e3", "1e3")]
    [InlineData("Test-IpMsgMember 007", "007")]
    [InlineData("42, 007 | Test-IpMsgMember", "42")]
    [InlineData("Send-IpMsg 42, suzuki hi", "42 suzuki")]
    [InlineData("$suzuki | Send-IpMsg 007", "suzuki")]
    public void Numbers_are_names_as_they_were_typed(string script, string names)
    {
        using var lan = new Lan();
        var session = lan.Session();
        var listener = lan.Listen(session, 1);
        string[] members = ["007", "1e3", "42", "suzuki"];
        for (int i = 0; i < members.Length; i++)
            lan.Member(listener, i + 2, members[i], each => each.Version = "1");
        session.Run("$suzuki = Get-IpMsgMember suzuki");
        Assert.Equal(names,
            string.Join(' ',
                session.Try(script).Output.Select(each => (each.BaseObject as IpMsgDelivery)?.To ?? ((IpMsgMemberTest)each.BaseObject).To)
                    .Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("$message")]
    [InlineData("$suzuki")]
    [InlineData("$message.From")]
    [InlineData("(Revive $message)")]
    [InlineData("(Get-IpMsgKey)[0]")]
    public void Keys_are_found_by_their_owners(string owner)
    {
        using var fixture = new TransferFixture();
        fixture.Send("Send-IpMsg suzuki hi");
        fixture.Suzuki.Run("$suzuki = Get-IpMsgMember Sato");
        var key = fixture.Suzuki.One<IpMsgKey>(Deserialized.Function + "Get-IpMsgKey "
            + (owner.StartsWith("(Get", StringComparison.Ordinal) ? "(Get-IpMsgKey \"*@$($suzuki.HostName)\")" : owner));
        Assert.Equal(fixture.SatoListens.HostName, key.HostName);
    }

    [Fact]
    public void Offers_are_found_by_whatever_they_were_sent_to()
    {
        using var fixture = new TransferFixture();
        fixture.Make("a.txt");
        fixture.Send("Send-IpMsg suzuki hi -Attachment a.txt");
        foreach (string to in (string[])["(Get-IpMsgMember Suzuki)", "$delivery", "(Get-IpMsgMember Suzuki).EndPoint",
            "(Get-IpMsgMember Suzuki).Address", "(Revive $delivery)"])
            Assert.Equal("a.txt", fixture.Sato.One<IpMsgOffer>(Deserialized.Function + "Get-IpMsgOffer -To " + to).Name);
        Assert.Equal("Suzuki", fixture.Sato.One<IpMsgDelivery>("Get-IpMsgOffer | Send-IpMsg again").To);
    }
}
