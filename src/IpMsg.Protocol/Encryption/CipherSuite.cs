using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>One way to encrypt a message, as the flags in front of a ciphertext describe it (docs/protocol/encryption.md#envelope).</summary>
public readonly record struct CipherSuite
{
    private const Capabilities Signatures = Capabilities.SignSha1 | Capabilities.SignSha256;

    // The stronger first: who sets several means the best of them.
    private static readonly Capabilities[] s_sizes = [Capabilities.Rsa2048, Capabilities.Rsa1024, Capabilities.Rsa512];
    private static readonly Capabilities[] s_ciphers =
        [Capabilities.Aes256, Capabilities.Blowfish256, Capabilities.Rc2_256, Capabilities.Blowfish128, Capabilities.Rc2_128, Capabilities.Rc2_40];

    private CipherSuite(Capabilities flags, Capabilities keySize, Capabilities cipher)
    {
        Flags = flags;
        KeySize = keySize;
        Cipher = cipher;
    }

    /// <summary>The flags, all of them.</summary>
    public Capabilities Flags { get; }

    /// <summary>Which of the recipient's keys the session key is encrypted with.</summary>
    public Capabilities KeySize { get; }

    /// <summary>What the text is encrypted with.</summary>
    public Capabilities Cipher { get; }

    /// <summary>True when a signature belongs to it, so that an envelope without one is damaged (R71).</summary>
    public bool IsSigned => (Flags & Signatures) != 0;

    /// <summary>True when the packet number is the initialisation vector, which is all zeros otherwise (R65).</summary>
    public bool UsesPacketNumber => (Flags & Capabilities.PacketNumberIv) != 0;

    /// <summary>True when the fields are in Base64, and in hex otherwise (R73).</summary>
    public bool IsBase64 => (Flags & Capabilities.Base64) != 0;

    /// <summary>True for what is understood for the sake of very old clients and keeps no secret from anyone with means (R68).</summary>
    public bool IsWeak => KeySize == Capabilities.Rsa512 || Cipher is not (Capabilities.Aes256 or Capabilities.Blowfish128);

    /// <summary>The length of its session key in bytes.</summary>
    public int SessionKeyLength => Cipher switch
    {
        Capabilities.Rc2_40 => 5,
        Capabilities.Rc2_128 or Capabilities.Blowfish128 => 16,
        _ => 32,
    };

    /// <summary>The length of the cipher's blocks in bytes.</summary>
    public int BlockLength => Cipher == Capabilities.Aes256 ? 16 : 8;

    internal HashAlgorithmName Hash => (Flags & Capabilities.SignSha256) != 0 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;

    /// <summary>False when the flags name no size of keys or no cipher that is understood.</summary>
    public static bool TryRead(Capabilities flags, out CipherSuite suite)
    {
        var (size, cipher) = (First(s_sizes, flags), First(s_ciphers, flags));
        bool isRead = size != Capabilities.None && cipher != Capabilities.None;
        suite = isRead ? new CipherSuite(flags, size, cipher) : default;
        return isRead;
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
