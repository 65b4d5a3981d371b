using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using Xunit;
using SignatureStatus = IpMsg.Protocol.Encryption.SignatureStatus;

namespace IpMsg.PowerShell.Tests.Encryption;

/// <summary>Two runspaces with keys of their own, and clients that know nothing of encryption.</summary>
public sealed class EncryptionTests : IDisposable
{
    private const string Cipher = "RSA-2048, AES-256, SHA-256";

    private readonly Lan _lan = new();
    private readonly string _root = Directory.CreateTempSubdirectory("ipmsg-encryption-").FullName;
    private readonly PsSession _sato, _suzuki;
    private readonly IpMsgListener _satoListens;
    private IpMsgListener _suzukiListens;

    public EncryptionTests()
    {
        (_sato, _suzuki) = (_lan.Session(), _lan.Session());
        _sato.Run("$log, $file = $args", Path.Combine(_root, "log.jsonl"), Path.Combine(_root, "public.keys"));
        _satoListens = Listen(_sato, 1, "sato", 2, "-LogPath '" + Path.Combine(_root, "log.jsonl") + "'");
        _suzukiListens = Listen(_suzuki, 2, "suzuki", 1);
        Eventually.True(() => Member(_satoListens, 2) is not null && Member(_suzukiListens, 1) is not null, "they know each other");
    }

    public void Dispose()
    {
        _lan.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void Messages_are_encrypted_and_signed_by_themselves_and_say_so()
    {
        var delivery = _sato.One<IpMsgDelivery>("Send-IpMsg suzuki hello");
        Assert.Equal((nameof(DeliveryStatus.Confirmed), true, Cipher), (delivery.Status, delivery.IsEncrypted, delivery.Cipher));
        var message = _suzuki.One<IpMsgMessage>("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; $message");
        Assert.Equal(("hello", true, Cipher), (message.Text, message.IsEncrypted, message.Cipher));
        // The key comes while the message is there already.
        Eventually.True(() => message.Signature == nameof(SignatureStatus.Valid), "the signature is checked");

        _suzuki.Run("$null = $message | Send-IpMsg -Message back");
        var answer = _sato.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1");
        Assert.Equal(("back", true, nameof(SignatureStatus.Valid)), (answer.Text, answer.IsEncrypted, answer.Signature));
        Assert.Contains("\"IsEncrypted\":true", File.ReadAllText(Path.Combine(_root, "log.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_knows_nothing_of_encryption_gets_plaintext_unless_it_is_required()
    {
        var peer = _lan.Member(_satoListens, 5, "old");
        var delivery = _sato.One<IpMsgDelivery>("Send-IpMsg old hello");
        Assert.Equal((nameof(DeliveryStatus.Confirmed), false, null), (delivery.Status, delivery.IsEncrypted, delivery.Cipher));
        Assert.Equal("hello", peer.Await(Wire.SendMessage)[0].Body);
        peer.Message(_satoListens.Node.LocalEndPoint, "plain");
        var message = _sato.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1");
        Assert.Equal((false, null, nameof(SignatureStatus.None)), (message.IsEncrypted, message.Cipher, message.Signature));

        peer.Forget();
        var error = _sato.Fails("EncryptionNotPossible", "Send-IpMsg old secret -Encryption Required");
        ErrorTests.Clear(error, error.CategoryInfo.Category);
        Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        Assert.Equal(nameof(DeliveryStatus.Refused), Assert.IsType<IpMsgDelivery>(error.TargetObject).Status);
        Assert.Contains("Auto", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(peer.ReceivedOf(Wire.SendMessage));
        Assert.True(_sato.One<IpMsgDelivery>("Send-IpMsg suzuki secret -Encryption Required").IsEncrypted);
    }

    [Fact]
    public void A_listener_without_encryption_has_no_keys_and_is_written_to_in_plaintext()
    {
        var third = _lan.Session();
        var listener = Listen(third, 3, "tanaka", 1, "-Encryption Off");
        Eventually.True(() => Member(_satoListens, 3) is not null && Member(listener, 1) is not null, "they know each other");
        Assert.False(Directory.EnumerateFiles(Path.Combine(_root, "tanaka"), "*.pem").Any());
        Assert.False(_sato.One<IpMsgDelivery>("Send-IpMsg tanaka hello").IsEncrypted);
        Assert.Equal("hello", third.One<IpMsgMessage>("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; $message").Text);
        third.Run("$null = $message | Send-IpMsg -Message back");
        Assert.False(_sato.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").IsEncrypted);
        ErrorTests.Clear(third.Fails("NoKeys", "Get-IpMsgKey -Own"), ErrorCategory.InvalidOperation);
    }

    [Fact]
    [Rule(72)]
    public void R72_a_changed_key_is_an_error_until_the_old_one_is_removed_and_then_the_delivery_can_be_sent()
    {
        Assert.True(_sato.One<IpMsgDelivery>("Send-IpMsg suzuki first").IsEncrypted);
        _suzuki.Run("Stop-IpMsgListener");
        _suzukiListens = Listen(_suzuki, 2, "suzuki", 1, keys: "other");
        Eventually.True(() => Member(_satoListens, 2) is { } member && member.UserName == _suzukiListens.Node.Settings.UserName,
            "it is known under its new name");

        var error = _sato.Fails("MemberKeyChanged", "$refused = Send-IpMsg suzuki secret -ErrorVariable failure; $failure");
        ErrorTests.Clear(error, error.CategoryInfo.Category);
        Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        var refused = Assert.IsType<IpMsgDelivery>(error.TargetObject);
        Assert.Equal((nameof(DeliveryStatus.Refused), false), (refused.Status, refused.IsEncrypted));
        Assert.Contains("Remove-IpMsgKey", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);

        // Both keys are there to be compared as soon as the error is.
        var key = _sato.One<IpMsgKey>("Get-IpMsgKey suzuki");
        Assert.True(key.HasChanged);
        Assert.Equal(_suzuki.All<IpMsgKey>("Get-IpMsgKey -Own")[0].Digits, key.OtherDigits);
        Assert.NotEqual(key.Digits, key.OtherDigits);
        _sato.Run("Get-IpMsgKey suzuki | Remove-IpMsgKey -Confirm:$false");
        _sato.Run("$refused = $args[0]", refused);
        var delivery = _sato.One<IpMsgDelivery>("$refused | Send-IpMsg");
        Assert.Equal((nameof(DeliveryStatus.Confirmed), true), (delivery.Status, delivery.IsEncrypted));
        Assert.Equal("secret", _suzuki.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").Text);
        Assert.False(_sato.One<IpMsgKey>("Get-IpMsgKey suzuki").HasChanged);
    }

    [Fact]
    public void Keys_are_shown_exported_imported_and_removed()
    {
        var own = _suzuki.All<IpMsgKey>("Get-IpMsgKey -Own");
        Assert.Equal([2048, 1024], own.Select(each => each.Bits));
        Assert.All(own, each => Assert.Matches("^([0-9]+ )*[0-9]+$", each.Digits));
        Assert.All(own, each =>
        {
            // RSA.Create() has no size of a key under wine.
            using var rsa = new RSACryptoServiceProvider();
            rsa.ImportFromPem(each.Pem);
            Assert.Equal(each.Bits, rsa.KeySize);
        });
        _suzuki.Run("$null = Get-IpMsgKey -Own -ExportPath $args[0]", Path.Combine(_root, "public.keys"));
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(Path.Combine(_root, "public.keys")), StringComparison.Ordinal);

        Assert.Empty(_sato.Run("Get-IpMsgKey"));
        var imported = _sato.All<IpMsgKey>("Get-IpMsgKey -ImportPath $file -ErrorAction SilentlyContinue")[0];
        Assert.Equal((own[0].Digits, own[0].Fingerprint), (imported.Digits, imported.Fingerprint));
        Assert.Equal(own[0].Digits, _sato.One<IpMsgKey>("Get-IpMsgKey suzuki*").Digits);
        Assert.True(_sato.One<IpMsgDelivery>("Send-IpMsg suzuki hello").IsEncrypted);
        _sato.Run("Get-IpMsgKey | Remove-IpMsgKey -WhatIf");
        Assert.Single(_sato.Run("Get-IpMsgKey"));
        _sato.Run("Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false");
        Assert.Empty(_sato.Run("Get-IpMsgKey"));
        ErrorTests.Clear(_sato.Fails("KeyNotFound", "Get-IpMsgKey nobody"), ErrorCategory.ObjectNotFound);
        _suzuki.Fails("InvalidKey", "Get-IpMsgKey -Own | Select-First | Remove-IpMsgKey -Confirm:$false");
        File.WriteAllText(Path.Combine(_root, "bad.keys"), "no key\n");
        _sato.Fails("InvalidKeyFile", "Get-IpMsgKey -ImportPath $args[0]", Path.Combine(_root, "bad.keys"));
    }

    [Fact]
    public void KeyPath_keeps_own_and_known_keys_for_the_next_session()
    {
        _sato.Run("$null = Send-IpMsg suzuki hello");
        string own = _sato.All<IpMsgKey>("Get-IpMsgKey -Own")[0].Digits, known = _sato.One<IpMsgKey>("Get-IpMsgKey suzuki").Digits;
        _sato.Run("Stop-IpMsgListener");
        Listen(_sato, 1, "sato", 2);
        Assert.Equal((own, known), (_sato.All<IpMsgKey>("Get-IpMsgKey -Own")[0].Digits, _sato.One<IpMsgKey>("Get-IpMsgKey suzuki").Digits));
        _sato.Run("Stop-IpMsgListener");
        File.WriteAllText(Path.Combine(_root, "sato", "own-key-2048.pem"), "damaged");
        var error = _sato.Fails("KeyStoreDamaged", "Start-IpMsgListener" + _lan.At(1) + "-KeyPath $args[0]", Path.Combine(_root, "sato"));
        ErrorTests.Clear(error, error.CategoryInfo.Category);
    }

    [Fact]
    [Rule(92)]
    public void R92_files_come_encrypted_and_from_a_sender_with_another_key_not_at_all()
    {
        string path = Path.Combine(_root, "a.txt");
        File.WriteAllText(path, "secret contents");
        _sato.Run("$delivery = Send-IpMsg suzuki -Attachment $args[0]", path);
        Directory.CreateDirectory(Path.Combine(_root, "target"));
        _suzuki.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; $target = $args[0]", Path.Combine(_root, "target"));
        var saved = _suzuki.One<FileInfo>("$message | Save-IpMsgAttachment $target");
        Assert.Equal("secret contents", File.ReadAllText(saved.FullName));
        var offer = _sato.All<IpMsgOffer>("$delivery.Offers")[0];
        Eventually.True(() => offer.TimesTaken == 1, "it is taken");
        // A header came with it, as only encrypted files have it.
        Assert.True(offer.BytesSent > new FileInfo(path).Length);

        // A member that has left is still the sender of its message.
        // The exit of one whose key is known counts only when it does not answer (R123), and this one would.
        var known = _suzukiListens.Node.Keys.GetAll().Single();
        _suzukiListens.Node.Keys.Forget(known.UserName, known.HostName);
        _suzukiListens.Node.Receive("1:9:x:X:2:\0"u8.ToArray(), _satoListens.Node.LocalEndPoint);
        Assert.Null(Member(_suzukiListens, 1));
        _suzukiListens.Node.Keys.Pin(known);
        _suzuki.Run("$null = $message | Save-IpMsgAttachment $target");
        Eventually.True(() => offer.TimesTaken == 2, "it is taken again");
        Assert.True(offer.BytesSent > new FileInfo(path).Length);

        foreach (var key in _suzukiListens.Node.Keys.GetAll())
        {
            _suzukiListens.Node.Keys.Forget(key.UserName, key.HostName);
            _suzukiListens.Node.Keys.Pin(key with { Key = _suzukiListens.Node.Settings.Keys!.Usual!.Public });
        }
        var error = _suzuki.Fails("MemberKeyChanged", "$message | Save-IpMsgAttachment $target");
        ErrorTests.Clear(error, error.CategoryInfo.Category);
    }

    private static Member? Member(IpMsgListener listener, int host) =>
        listener.Node.Members.GetAll().FirstOrDefault(each => each.EndPoint.Address.GetAddressBytes()[3] == host);

    private IpMsgListener Listen(PsSession session, int host, string name, int other, string more = "", string? keys = null) =>
        _lan.Listen(session, host,
            $"-NickName {name} -UserName {name} -HostName {name}-pc -KeyPath '{Path.Combine(_root, keys ?? name)}' {more}", other);
}
