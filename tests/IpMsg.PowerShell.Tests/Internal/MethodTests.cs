using System;
using System.IO;
using System.Linq;
using IpMsg.PowerShell.Tests.Attachments;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Internal;

/// <summary>The methods that the type data give our objects, and what becomes of objects on their way through files and jobs.</summary>
public sealed class MethodTests : IDisposable
{
    private readonly TransferFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("$message.Reply('yes')")]
    [InlineData("(Revive $message).Reply('yes')")]
    [InlineData("(Revive $message 1).Reply('yes')")]
    [InlineData("(Get-IpMsgMember Sato).Send('yes')")]
    [InlineData("(Revive (Get-IpMsgMember Sato)).Send('yes')")]
    [InlineData("(Revive (Get-IpMsgMember Sato) 1).Send('yes')")]
    public void Reply_and_Send_send(string script)
    {
        _fixture.Send("Send-IpMsg suzuki 'lunch?'");
        var delivery = _fixture.Suzuki.One<IpMsgDelivery>(Deserialized.Function + script);
        Assert.Equal(("Sato", nameof(DeliveryStatus.Confirmed)), (delivery.To, delivery.Status));
        Assert.Equal("yes", _fixture.Sato.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").Text);
    }

    [Fact]
    public void Reply_goes_through_the_listener_that_received()
    {
        var message = _fixture.Send("Send-IpMsg suzuki 'lunch?'");
        var other = _fixture.Lan.Session();
        Assert.Equal("Sato", other.One<IpMsgDelivery>("$args[0].Reply('yes')", message).To);
        Assert.Empty(other.Run("Get-IpMsgListener"));
        Assert.Equal("Suzuki", _fixture.Sato.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").From.NickName);
    }

    [Fact]
    public void Methods_work_whatever_prefix_the_module_was_imported_with()
    {
        _fixture.Make("a.txt");
        var message = _fixture.Send("Send-IpMsg suzuki secret -Sealed -Attachment a.txt");
        var other = _fixture.Lan.Keep(new PsSession(imports: false));
        other.Run("Import-Module $args[0] -Prefix My", StagedModule.Manifest);
        Assert.NotEmpty(other.Try("Send-IpMsg").AllErrors);
        Assert.Equal("secret", other.One<IpMsgMessage>("$args[0].Open()", message).Text);
        Assert.Equal("Sato", other.One<IpMsgDelivery>("$args[0].Reply('yes')", message).To);
        Assert.Equal("a.txt", other.One<FileInfo>("$args[0].Save($args[1])", message, _fixture.Target).Name);
        Assert.Equal("a (2).txt", other.One<FileInfo>("$args[0].Attachments[0].Save($args[1])", message, _fixture.Target).Name);
        Assert.Equal("Sato",
            other.One<IpMsgDelivery>("(Get-MyIpMsgMember -Listener $args[0] -Name Sato).Send('yes')", _fixture.SuzukiListens).To);
    }

    [Fact]
    public void Errors_of_methods_are_those_of_the_cmdlets()
    {
        _fixture.Send("Send-IpMsg suzuki 'lunch?'");
        _fixture.Suzuki.Run("$sato = Get-IpMsgMember Sato");
        _fixture.Sato.Run("Stop-IpMsgListener");
        _fixture.Suzuki.Fails("MessageUnconfirmed", "$null = $sato.Send('yes')");
    }

    [Theory]
    [InlineData("$message.Reply()")]
    [InlineData("(Revive $message).Reply()")]
    [InlineData("(Get-IpMsgMember Sato).Send()")]
    public void Methods_without_a_text_send_nothing(string script)
    {
        _fixture.Send("Send-IpMsg suzuki 'lunch?'");
        Assert.Contains("The message has no text.", Assert.Single(_fixture.Suzuki.Try(Deserialized.Function + script).AllErrors).ToString(),
            StringComparison.Ordinal);
        Assert.Equal(0, _fixture.SatoListens.UnreadCount);
    }

    [Fact]
    public void Open_opens()
    {
        _fixture.Send("Send-IpMsg suzuki secret -Sealed");
        Assert.Equal("secret", _fixture.Suzuki.One<IpMsgMessage>("$message.Open()").Text);
    }

    [Theory]
    [InlineData("$message.Save($target)", 2)]
    [InlineData("$message.Save()", 2)]
    [InlineData("$message.Save([System.IO.DirectoryInfo]::new($target))", 2)]
    [InlineData("$message.Attachments[0].Save($target)", 1)]
    [InlineData("(Revive $message).Save($target)", 2)]
    [InlineData("(Revive $message.Attachments[0]).Save($target)", 1)]
    public void Save_saves(string script, int count)
    {
        _fixture.Make("a.txt");
        _fixture.Make("b.txt");
        _fixture.Send("Send-IpMsg suzuki hi -Attachment a.txt, b.txt");
        Assert.Equal(count,
            _fixture.Suzuki.Run(Deserialized.Function + script).Select(each => ((FileInfo)each.BaseObject).DirectoryName)
                .Count(each => each == _fixture.Target));
    }

    [Theory]
    [InlineData("Get-IpMsgMember Sato", "NickName UserName HostName Port IsAbsent", "Address EndPoint LastSeen")]
    [InlineData("Get-IpMsgListener", "NickName State Port UnreadCount", "EndPoint Counters StartedAt")]
    [InlineData("Test-IpMsgMember Sato", "To IsReachable", "EndPoint")]
    [InlineData("(Get-IpMsgKey)[0]", "UserName HostName HasChanged Fingerprint Digits Bits", "FirstSeenFrom")]
    [InlineData("$message", "Text IsSealed IsEncrypted Signature PacketNumber", "From Attachments ReceivedAt")]
    [InlineData("$message.Attachments[0]", "Name Size Kind Address Port", "LastWriteTime")]
    public void Objects_keep_their_properties_at_any_depth(string script, string simple, string nested)
    {
        _fixture.Make("a.txt");
        _fixture.Send("Send-IpMsg suzuki hi -Attachment a.txt");
        foreach (int depth in (int[])[1, 2])
        {
            _fixture.Suzuki.Run(Deserialized.Function + "$live = " + script + "; $revived = Revive $live $args[0]", depth);
            foreach (string name in simple.Split(' '))
                Assert.True(Assert.Single(_fixture.Suzuki.Run("[string] $live.$($args[0]) -eq $revived.$($args[0]).ToString()",
                    name)).BaseObject is true, name + " at " + depth);
            foreach (string name in nested.Split(' '))
                Assert.True(
                    Assert.Single(_fixture.Suzuki.Run("$null -ne $revived.$($args[0]) -and "
                        + "$revived.$($args[0]).PSObject.Properties.Match('*').Count -gt 0", name)).BaseObject is true,
                        name + " at " + depth);
        }
    }
}
