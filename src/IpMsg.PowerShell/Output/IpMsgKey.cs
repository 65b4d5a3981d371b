using System;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.PowerShell;

/// <summary>A public key: one of the listener itself, or the pinned one of a member.</summary>
public sealed class IpMsgKey
{
    private readonly PublicKey _key;

    internal IpMsgKey(PublicKey own, string userName, string hostName, Capabilities capabilities, IpMsgListener listener)
    {
        Listener = listener;
        Portable = new KnownKey(FingerprintName.Bare(userName), hostName, own, capabilities, DateTimeOffset.UtcNow, IPAddress.None);
        _key = own;
        UserName = FingerprintName.Bare(userName);
        HostName = hostName;
        IsOwn = true;
    }

    internal IpMsgKey(KnownKey known, IpMsgListener listener)
    {
        Listener = listener;
        Known = known;
        // What this user has seen and decided is nothing to others.
        Portable = known.WithoutOther() with { NickName = null, VerifiedAt = null, ConfirmedAt = null, SignedAt = null };
        _key = known.Key;
        UserName = known.UserName;
        HostName = known.HostName;
    }

    /// <summary>The listener that knows it.</summary>
    internal IpMsgListener Listener { get; }

    /// <summary>The key of a member; null for a key of the listener itself.</summary>
    internal KnownKey? Known { get; }

    /// <summary>The key as it is exported.</summary>
    internal KnownKey Portable { get; }

    /// <summary>True for a key of the listener itself.</summary>
    public bool IsOwn { get; }

    /// <summary>The user name of its owner, without a fingerprint.</summary>
    public string UserName { get; }

    /// <summary>The host name of its owner.</summary>
    public string HostName { get; }

    /// <summary>Its length in bits.</summary>
    public int Bits => _key.Bits;

    /// <summary>The sixteen hex digits that clients show behind user names.</summary>
    public string Fingerprint => _key.Fingerprint.ToString();

    /// <summary>Forty digits to compare with the owner: equal digits mean the same key.</summary>
    public string Digits => KeyVerificationCode.Of(_key);

    /// <summary>The key in PEM form, which openssl and other tools read.</summary>
    public string Pem => PemText.Write("PUBLIC KEY", _key.Write());

    /// <summary>When it was first seen; null for a key of the listener itself.</summary>
    public DateTimeOffset? FirstSeenAt => Known?.FirstSeenAt;

    /// <summary>The address that sent it first; null for a key of the listener itself.</summary>
    public string? FirstSeenFrom => Known?.FirstSeenFrom.ToString();

    /// <summary>The nickname of the member that sent it first; null when it was not known, and for a key of the listener itself.</summary>
    public string? NickName => Known?.NickName;

    /// <summary>
    /// True when the digits were compared with those of the owner (Confirm-IpMsgKey), or the key was imported, and no other key was seen
    /// since.
    /// </summary>
    public bool IsVerified => Known?.IsVerified ?? false;

    /// <summary>When the key was verified; null when it was only seen.</summary>
    public DateTimeOffset? VerifiedAt => Known?.VerifiedAt;

    /// <summary>
    /// True when a member with these names has since come with another key. Until Confirm-IpMsgKey or Remove-IpMsgKey nothing is sent to
    /// it, nor to any member with these names and without the fingerprint of this key.
    /// </summary>
    public bool HasChanged => Known?.HasChanged ?? false;

    /// <summary>The digits of the other key; null while there is none.</summary>
    public string? OtherDigits => Known?.Differing is { } other ? KeyVerificationCode.Of(other) : null;

    /// <summary>When the other key was first seen; null while there is none.</summary>
    public DateTimeOffset? OtherSeenAt => Known?.DifferedAt;

    /// <summary>Where the other key came from; null while there is none.</summary>
    public string? OtherSeenFrom => Known?.DifferedFrom?.ToString();

    /// <summary>The nickname of the member that sent the other key; null when it was not known.</summary>
    public string? OtherNickName => Known?.DifferedNickName;

    /// <summary>User, host and digits.</summary>
    public override string ToString() => SafeText.Line(UserName + "@" + HostName) + ": " + Digits;
}
