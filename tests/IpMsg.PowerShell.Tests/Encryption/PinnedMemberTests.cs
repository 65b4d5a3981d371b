using System;
using System.IO;
using System.Linq;
using System.Text;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using Xunit;
using Wire = IpMsg.PowerShell.Tests.Engine.Wire;

namespace IpMsg.PowerShell.Tests.Encryption;

/// <summary>What the cmdlets show of a member with a pinned key while somebody else comes under its names (R121 to R125).</summary>
public sealed class PinnedMemberTests : IDisposable
{
    private const uint Encrypt = (uint)EntryFlags.CanEncrypt;

    private readonly Lan _lan = new();
    private readonly string _root = Directory.CreateTempSubdirectory("ipmsg-pinned-").FullName;
    private readonly PsSession _sato, _suzuki;
    private readonly IpMsgListener _satoListens;

    public PinnedMemberTests()
    {
        (_sato, _suzuki) = (_lan.Session(), _lan.Session());
        // Its entries go to nobody; those of the others come to it.
        _satoListens = _lan.Listen(_sato, 1, Names("sato"), 9);
    }

    public void Dispose()
    {
        _lan.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    [Rule(122)]
    public void R122_entries_of_a_stranger_change_nothing_that_the_cmdlets_show()
    {
        _lan.Listen(_suzuki, 2, Names("suzuki"), 1);
        Pin();
        string before = Shown();
        var forger = Forger();
        for (int i = 1; i <= 5; i++)
        {
            forger.Send(_satoListens.Node.LocalEndPoint, Wire.Absence | Wire.Absent | forger.Status, "Mallory[away]\0Ops\0");
            forger.Enter(_satoListens.Node.LocalEndPoint);
            forger.Await(Wire.AnswerEntry, i);
            Assert.Equal(before, Shown());
        }
        var delivery = _sato.One<IpMsgDelivery>("Send-IpMsg suzuki secret");
        Assert.Equal(
            (nameof(DeliveryStatus.Confirmed), _lan.EndPoint(2).ToString(), false),
            (delivery.Status, delivery.EndPoint, delivery.IsAddressUnproved));
        Assert.Equal("secret", _suzuki.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").Text);
        forger.Enter(_satoListens.Node.LocalEndPoint);
        forger.Await(Wire.AnswerEntry, 6);
        Assert.Empty(forger.ReceivedOf(Wire.SendMessage));
    }

    [Fact]
    [Rule(121, 122)]
    public void R121_R122_a_new_address_gets_ciphertext_with_a_warning_until_the_owner_of_the_key_proves_another()
    {
        using (var child = new ChildScript(
            $"Start-IpMsgListener {Names("suzuki")} {_lan.At(2, 1)}; 'started'; Receive-IpMsg -TimeoutSec 120 -Count 9"))
        {
            Assert.Equal("started", child.ReadLine());
            Pin();
            child.Kill();
        }
        var forger = Forger();
        forger.Enter(_satoListens.Node.LocalEndPoint);
        Eventually.True(() => Suzuki() is { IsAddressUnproved: true }, "the former address is known to be silent");
        Assert.Equal(forger.EndPoint.ToString(), _sato.One<IpMsgMember>("Get-IpMsgMember suzuki").EndPoint);

        var sent = _sato.Try("Send-IpMsg suzuki secret");
        var delivery = Assert.IsType<IpMsgDelivery>(Assert.Single(sent.Output).BaseObject);
        Assert.Contains("Nothing proves yet that it is there", Assert.Single(sent.Warnings), StringComparison.Ordinal);
        Assert.Equal((forger.EndPoint.ToString(), true, true), (delivery.EndPoint, delivery.IsEncrypted, delivery.IsAddressUnproved));
        var message = forger.Await(Wire.SendMessage)[0];
        Assert.True(message.Has(Encrypt));
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(message.Bytes), StringComparison.Ordinal);
        _sato.Fails("EncryptionNotPossible", "Send-IpMsg suzuki secret -Encryption Off");
        Assert.All(forger.ReceivedOf(Wire.SendMessage), each => Assert.True(each.Has(Encrypt)));

        _lan.Listen(_suzuki, 3, Names("suzuki"), 1);
        Eventually.True(() => Suzuki() is { IsAddressUnproved: false } member && member.EndPoint.Equals(_lan.EndPoint(3)), "it is proved");
        sent = _sato.Try("Send-IpMsg suzuki again");
        delivery = Assert.IsType<IpMsgDelivery>(Assert.Single(sent.Output).BaseObject);
        Assert.Empty(sent.Warnings);
        Assert.Equal((nameof(DeliveryStatus.Confirmed), false), (delivery.Status, delivery.IsAddressUnproved));
        Assert.Equal("again", _suzuki.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").Text);
    }

    [Fact]
    [Rule(125)]
    public void R125_a_stopped_listener_disappears_without_questions()
    {
        _lan.Listen(_suzuki, 2, Names("suzuki"), 1);
        Pin();
        _suzuki.Run("Stop-IpMsgListener -WarningAction SilentlyContinue");
        // Somebody who answers at its address would keep a member that has to be asked (R123).
        Forger(2);
        Eventually.True(() => Suzuki() is null, "it disappears");
        Assert.Empty(_sato.Run("Get-IpMsgMember"));
    }

    [Fact]
    [Rule(123, 125)]
    public void R123_R125_exits_that_are_forged_or_recorded_change_nothing()
    {
        var recorder = _lan.Peer(8);
        _lan.Listen(_suzuki, 2, Names("suzuki"), 1, 8);
        Pin();
        _suzuki.Run("Stop-IpMsgListener -WarningAction SilentlyContinue");
        byte[] recorded = recorder.Await(Wire.Exit)[0].Bytes;
        Assert.Contains("\nPS:", Encoding.ASCII.GetString(recorded), StringComparison.Ordinal);
        Eventually.True(() => Suzuki() is null, "it disappears");
        _lan.Listen(_suzuki, 2, Names("suzuki"), 1);
        Eventually.True(() => Suzuki() is not null, "it is back");
        string before = Shown();
        foreach (byte[] exit in new[] { "1:9:x:X:2:\0"u8.ToArray(), recorded })
        {
            var seen = Suzuki()!.LastSeen;
            _satoListens.Node.Receive(exit, _lan.EndPoint(2));
            Eventually.True(() => Suzuki()!.LastSeen > seen, "it has answered the question whether it is there");
            Assert.Equal(before, Shown());
        }
    }

    private string Names(string name) => $"-NickName {name} -UserName {name} -HostName {name}-pc -KeyPath '{Path.Combine(_root, name)}' ";

    // A member that gets an encrypted message has its key pinned.
    private void Pin()
    {
        Eventually.True(() => Suzuki() is not null, "it is known");
        Assert.True(_sato.One<IpMsgDelivery>("Send-IpMsg suzuki first -Encryption Required").IsEncrypted);
        Assert.Single(_sato.Run("Get-IpMsgKey suzuki"));
        if (_suzuki.Run("Get-IpMsgListener").Count > 0)
            Assert.Equal("first", _suzuki.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").Text);
    }

    /// <summary>Somebody at an address of their own who uses the member's names.</summary>
    private ScriptedPeer Forger(int host = 7)
    {
        var forger = _lan.Peer(host, "Mallory");
        (forger.User, forger.Host) = ("suzuki-<" + _sato.One<IpMsgKey>("Get-IpMsgKey suzuki").Fingerprint + ">", "suzuki-pc");
        forger.Status |= Encrypt;
        return forger;
    }

    private Member? Suzuki() => _satoListens.Node.Members.GetAll().FirstOrDefault(each => each.HostName == "suzuki-pc");

    /// <summary>Everything that Get-IpMsgMember shows, apart from the time of the last packet.</summary>
    private string Shown()
    {
        var member = _sato.One<IpMsgMember>("Get-IpMsgMember");
        return string.Join("; ", typeof(IpMsgMember).GetProperties().Where(each => each.Name != nameof(IpMsgMember.LastSeen))
            .Select(each => each.Name + "=" + each.GetValue(member)));
    }
}
