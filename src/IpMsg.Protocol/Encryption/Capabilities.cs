using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>What a member can do about encryption, and, in front of a ciphertext, what was done (5.1).</summary>
[Flags]
public enum Capabilities : uint
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>RSA_512: obsolete, and weak.</summary>
    Rsa512 = 0x00000001,
    /// <summary>RSA_1024: keys of older clients.</summary>
    Rsa1024 = 0x00000002,
    /// <summary>RSA_2048: the usual keys.</summary>
    Rsa2048 = 0x00000004,
    /// <summary>RSA_4096: defined, used by nobody.</summary>
    Rsa4096 = 0x00000008,
    /// <summary>RC2_40 as a beta numbered it; not understood.</summary>
    BetaRc2_40 = 0x00000010,
    /// <summary>RC2_128 as a beta numbered it; not understood.</summary>
    BetaRc2_128 = 0x00000040,
    /// <summary>BLOWFISH_128 as a beta numbered it; not understood.</summary>
    BetaBlowfish128 = 0x00000400,
    /// <summary>RC2_40: obsolete, and weak.</summary>
    Rc2_40 = 0x00001000,
    /// <summary>RC2_128: obsolete, and weak.</summary>
    Rc2_128 = 0x00004000,
    /// <summary>RC2_256: obsolete, and weak.</summary>
    Rc2_256 = 0x00008000,
    /// <summary>BLOWFISH_128: what older clients use with <see cref="Rsa1024"/>.</summary>
    Blowfish128 = 0x00020000,
    /// <summary>BLOWFISH_256: obsolete.</summary>
    Blowfish256 = 0x00040000,
    /// <summary>AES_128: obsolete; not understood.</summary>
    Aes128 = 0x00080000,
    /// <summary>AES_256: the usual cipher.</summary>
    Aes256 = 0x00100000,
    /// <summary>IPDICT_CTR: counter mode, in the IPDict form alone.</summary>
    IpDictCounter = 0x00400000,
    /// <summary>PACKETNO_IV: the packet number is the initialisation vector (R65).</summary>
    PacketNumberIv = 0x00800000,
    /// <summary>ENCODE_BASE64: fields in Base64 instead of hex (R73).</summary>
    Base64 = 0x01000000,
    /// <summary>The obsolete extension of user names.</summary>
    UserNameExtension = 0x02000000,
    /// <summary>NOENC_FILEBODY: file requests are encrypted, files need not be (6.8).</summary>
    PlainFileBody = 0x04000000,
    /// <summary>SIGN_MD5: obsolete; such a signature says nothing.</summary>
    SignMd5 = 0x10000000,
    /// <summary>SIGN_SHA1: signatures over SHA-1 (R63).</summary>
    SignSha1 = 0x20000000,
    /// <summary>SIGN_SHA256: signatures over SHA-256 (R62).</summary>
    SignSha256 = 0x40000000,
}
