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
    private readonly KnownKey? _known;

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
        _known = known;
        Portable = known with { Differing = null, DifferedAt = null, DifferedFrom = null };
        _key = known.Key;
        UserName = known.UserName;
        HostName = known.HostName;
    }

    /// <summary>The listener that knows it.</summary>
    internal IpMsgListener Listener { get; }

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
    public DateTimeOffset? FirstSeenAt => _known?.FirstSeenAt;

    /// <summary>The address that sent it first; null for a key of the listener itself.</summary>
    public string? FirstSeenFrom => _known?.FirstSeenFrom.ToString();

    /// <summary>
    /// True when a member with these names has since come with another key. Until Remove-IpMsgKey nothing is sent to it, nor to any member
    /// with these names and without the fingerprint of this key.
    /// </summary>
    public bool HasChanged => _known?.HasChanged ?? false;

    /// <summary>The digits of the other key; null while there is none.</summary>
    public string? OtherDigits => _known?.Differing is { } other ? KeyVerificationCode.Of(other) : null;

    /// <summary>When the other key was first seen; null while there is none.</summary>
    public DateTimeOffset? OtherSeenAt => _known?.DifferedAt;

    /// <summary>Where the other key came from; null while there is none.</summary>
    public string? OtherSeenFrom => _known?.DifferedFrom?.ToString();

    /// <summary>User, host and digits.</summary>
    public override string ToString() => SafeText.Line(UserName + "@" + HostName) + ": " + Digits;
}
