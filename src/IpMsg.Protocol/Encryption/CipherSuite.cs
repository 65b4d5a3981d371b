using System.Security.Cryptography;
using IpMsg.Protocol.IPDict;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// A combination of algorithms for one message, as the flags in front of its ciphertext describe it (docs/protocol/encryption.md#envelope).
/// </summary>
public readonly record struct CipherSuite
{
    private const Capabilities Signatures = Capabilities.SignSha1 | Capabilities.SignSha256;

    // Strongest first: of several flags, the best one counts.
    private static readonly Capabilities[] s_sizes = [Capabilities.Rsa2048, Capabilities.Rsa1024, Capabilities.Rsa512];
    private static readonly Capabilities[] s_ciphers =
    [
        Capabilities.Aes256, Capabilities.Blowfish256, Capabilities.Rc2_256, Capabilities.Blowfish128, Capabilities.Rc2_128,
        Capabilities.Rc2_40,
    ];

    private CipherSuite(Capabilities flags, Capabilities keySize, Capabilities cipher)
    {
        Flags = flags;
        KeySize = keySize;
        Cipher = cipher;
    }

    /// <summary>That of a dictionary that is signed and not encrypted (R103).</summary>
    internal static CipherSuite SignedOnly { get; } = new(Capabilities.SignSha256, Capabilities.None, Capabilities.None);

    /// <summary>All flags.</summary>
    public Capabilities Flags { get; }

    /// <summary>The size of the recipient's key that encrypts the session key.</summary>
    public Capabilities KeySize { get; }

    /// <summary>The cipher of the text.</summary>
    public Capabilities Cipher { get; }

    /// <summary>True when the suite includes a signature. An envelope without it is invalid then (R71).</summary>
    public bool IsSigned => (Flags & Signatures) != 0;

    /// <summary>True when the packet number is the initialisation vector; otherwise it is all zeros (R65).</summary>
    public bool UsesPacketNumber => (Flags & Capabilities.PacketNumberIv) != 0;

    /// <summary>True when the fields are Base64; otherwise they are hex (R73).</summary>
    public bool IsBase64 => (Flags & Capabilities.Base64) != 0;

    /// <summary>True for suites that only very old clients need and that are breakable today (R68).</summary>
    public bool IsWeak =>
        Encrypts && (KeySize == Capabilities.Rsa512 || Cipher is not (Capabilities.Aes256 or Capabilities.Blowfish128));

    /// <summary>False for a dictionary that was only signed.</summary>
    public bool Encrypts => Cipher != Capabilities.None;

    /// <summary>True for the IPDict form (R103).</summary>
    public bool IsIpDict => (Flags & Capabilities.IpDictCounter) != 0;

    /// <summary>True when a signature covers the packet number too: with PACKETNO_IV another number changes the text.</summary>
    internal bool SignsNumber => UsesPacketNumber || IsIpDict || Flags == SignedOnly.Flags;

    /// <summary>The length of the session key in bytes; in IPDict form, with that of the random counter behind it.</summary>
    public int SessionKeyLength => Cipher switch
    {
        _ when IsIpDict => IpDictEnvelope.RandomLength,
        Capabilities.Rc2_40 => 5,
        Capabilities.Rc2_128 or Capabilities.Blowfish128 => 16,
        _ => 32,
    };

    /// <summary>The block length of the cipher in bytes.</summary>
    public int BlockLength => Cipher == Capabilities.Aes256 ? 16 : 8;

    internal HashAlgorithmName Hash => (Flags & Capabilities.SignSha256) != 0 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;

    /// <summary>Returns false when the flags contain no supported key size or no supported cipher.</summary>
    public static bool TryRead(Capabilities flags, out CipherSuite suite)
    {
        var (size, cipher) = (First(s_sizes, flags), First(s_ciphers, flags));
        bool isRead = size != Capabilities.None && cipher != Capabilities.None;
        suite = isRead ? new CipherSuite(flags, size, cipher) : default;
        return isRead;
    }

    /// <summary>The same for what <see cref="Flags"/> of a received message was, which may be only signed.</summary>
    internal static bool TryReadKept(Capabilities flags, out CipherSuite suite)
    {
        bool isSignedOnly = flags == SignedOnly.Flags;
        suite = SignedOnly;
        return isSignedOnly || TryRead(flags, out suite);
    }

    private static Capabilities First(Capabilities[] candidates, Capabilities flags)
    {
        foreach (var each in candidates)
        {
            if ((flags & each) != 0)
                return each;
        }
        return Capabilities.None;
    }
}
