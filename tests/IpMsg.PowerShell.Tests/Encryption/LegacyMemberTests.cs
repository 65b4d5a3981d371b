using System;
using System.IO;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Attachments;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.PowerShell.Tests.Encryption;

/// <summary>Members that announce encryption and then cannot, or not as they should; and what is done about it.</summary>
public sealed class LegacyMemberTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly string _root = Directory.CreateTempSubdirectory("ipmsg-old-").FullName;
    private readonly PsSession _session;
    private IpMsgListener _listener;

    public LegacyMemberTests()
    {
        _session = _lan.Session();
        _listener = Listen("");
    }

    public void Dispose()
    {
        _lan.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    [Rule(68)]
    public void R68_a_member_with_weak_ciphers_alone_is_an_error_that_names_the_switch()
    {
        var legacy = new LegacyMember(_lan, _listener, 5, "old", LegacyMember.Rsa1024 | LegacyMember.Rc2_128);
        var error = Refused("Send-IpMsg old secret", "old", "no longer safe");
        Assert.Contains("-AllowWeakCipher", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(legacy.Peer.ReceivedOf(Wire.SendMessage));
    }

    [Fact]
    [Rule(68)]
    public void R68_with_the_switch_it_is_written_to_in_its_weak_cipher()
    {
        _session.Run("Stop-IpMsgListener");
        _listener = Listen("-AllowWeakCipher");
        var legacy = new LegacyMember(_lan, _listener, 5, "old", LegacyMember.Rsa1024 | LegacyMember.Rc2_128);
        var delivery = _session.One<IpMsgDelivery>("Send-IpMsg old secret");
        Assert.Equal((nameof(DeliveryStatus.Confirmed), true), (delivery.Status, delivery.IsEncrypted));
        Assert.Contains("RC2", delivery.Cipher, StringComparison.Ordinal);
        var (text, flags) = legacy.Decrypt();
        Assert.Equal("secret", text);
        Assert.True(flags.HasFlag(Capabilities.Rsa1024 | Capabilities.Rc2_128));
    }

    [Fact]
    [Rule(72)]
    public void R72_who_used_to_encrypt_and_no_longer_announces_it_gets_nothing()
    {
        var legacy = new LegacyMember(_lan, _listener, 5, "old", LegacyMember.Rsa1024 | LegacyMember.Blowfish128 | LegacyMember.SignSha1);
        Assert.True(_session.One<IpMsgDelivery>("Send-IpMsg old secret").IsEncrypted);
        Assert.Equal("secret", legacy.Decrypt().Text);
        legacy.Peer.Forget();
        legacy.Withdraw(_listener);
        var error = Refused("Send-IpMsg old secret", "old", "no longer announces");
        Assert.Contains("Remove-IpMsgKey", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(legacy.Peer.ReceivedOf(Wire.SendMessage));
        _session.Run("Get-IpMsgKey old | Remove-IpMsgKey -Confirm:$false");
        Assert.False(_session.One<IpMsgDelivery>("Send-IpMsg old hello").IsEncrypted);
    }

    [Fact]
    [Rule(57)]
    public void R57_who_announces_encryption_and_gives_no_key_gets_nothing()
    {
        var legacy = new LegacyMember(_lan, _listener, 5, "old", LegacyMember.Rsa1024 | LegacyMember.Blowfish128, givesKey: false);
        var error = _session.Fails("MessageUnconfirmed", "Send-IpMsg old secret");
        ErrorTests.Clear(error, ErrorCategory.OperationTimeout);
        Assert.Contains("did not answer with its key, so nothing was sent", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Encryption Off", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(legacy.Peer.ReceivedOf(Wire.SendMessage));
    }

    [Fact]
    [Rule(30)]
    public void R30_plaintext_to_a_member_that_encrypts_goes_under_the_bare_name_and_is_heard()
    {
        var other = _lan.Session();
        var listener = _lan.Listen(other, 2,
            $"-NickName suzuki -UserName suzuki -HostName suzuki-pc -KeyPath '{Path.Combine(_root, "suzuki")}'", 1);
        Eventually.True(() => _listener.Node.Members.Find(_lan.EndPoint(2)) is not null, "it is known");
        var delivery = _session.One<IpMsgDelivery>("Send-IpMsg suzuki plain -Encryption Off");
        Assert.Equal((nameof(DeliveryStatus.Confirmed), false, (string?)null), (delivery.Status, delivery.IsEncrypted, delivery.Cipher));
        Assert.Equal(1, listener.UnreadCount);
    }

    [Fact]
    [Rule(92)]
    public void R92_an_older_client_whose_key_is_known_and_who_encrypts_no_files_is_fetched_from_plainly()
    {
        var legacy = new LegacyMember(_lan, _listener, 5, "old", LegacyMember.Rsa1024 | LegacyMember.Blowfish128 | LegacyMember.SignSha1);
        Assert.True(_session.One<IpMsgDelivery>("Send-IpMsg old secret").IsEncrypted);
        Assert.Equal(1024, _session.One<IpMsgKey>("Get-IpMsgKey old").Bits);
        using var sender = new SlowSender(legacy.Peer, 2);
        sender.Offer(_listener, "a.bin", 2);
        var saved = _session.One<FileInfo>("Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment $args[0]", _root);
        Assert.Equal(2 * SlowSender.PieceSize, saved.Length);
        Assert.True(sender.IsAsked);
    }

    [Fact]
    [Rule(92)]
    public void R92_who_announces_encryption_of_files_and_gives_no_key_is_not_fetched_from_in_plaintext()
    {
        var legacy = new LegacyMember(_lan, _listener, 5, "old", LegacyMember.Rsa1024, givesKey: false);
        legacy.Peer.Status |= (uint)EntryFlags.CanEncryptFiles;
        legacy.Peer.Enter(_listener.Node.LocalEndPoint);
        Eventually.True(() => (_listener.Node.Members.Find(legacy.Peer.EndPoint)!.Status & EntryFlags.CanEncryptFiles) != 0,
            "it is known to encrypt files");
        using var sender = new SlowSender(legacy.Peer, 2);
        sender.Offer(_listener, "a.bin", 2);
        var error = _session.Fails("EncryptionNotPossible", "Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment $args[0]", _root);
        ErrorTests.Clear(error, ErrorCategory.SecurityError);
        Assert.Contains("does not send its key", error.ToString(), StringComparison.Ordinal);
        Assert.False(sender.IsAsked);
    }

    private ErrorRecord Refused(string script, string recipient, string why)
    {
        var error = _session.Fails("EncryptionNotPossible", script);
        ErrorTests.Clear(error, ErrorCategory.SecurityError);
        var delivery = Assert.IsType<IpMsgDelivery>(error.TargetObject);
        Assert.Equal((nameof(DeliveryStatus.Refused), false, recipient), (delivery.Status, delivery.IsEncrypted, delivery.To));
        Assert.Contains(recipient, error.ToString(), StringComparison.Ordinal);
        Assert.Contains(why, error.ToString(), StringComparison.Ordinal);
        return error;
    }

    private IpMsgListener Listen(string more) =>
        _lan.Listen(_session, 1, $"-NickName sato -UserName sato -HostName sato-pc -KeyPath '{Path.Combine(_root, "sato")}' {more}", 2);
}
