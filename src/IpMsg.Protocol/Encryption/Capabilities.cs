using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// What a member supports for encryption; in front of a ciphertext, what was used (docs/protocol/constants.md#capabilities).
/// </summary>
[Flags]
public enum Capabilities : uint
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>IPMSG_RSA_512 (0x00000001): Obsolete and weak.</summary>
    Rsa512 = 0x00000001,
    /// <summary>IPMSG_RSA_1024 (0x00000002): The keys of older clients.</summary>
    Rsa1024 = 0x00000002,
    /// <summary>IPMSG_RSA_2048 (0x00000004): The keys of current clients.</summary>
    Rsa2048 = 0x00000004,
    /// <summary>IPMSG_RSA_4096 (0x00000008): Specified, but no known client uses it.</summary>
    Rsa4096 = 0x00000008,
    /// <summary>IPMSG_RC2_40OLD (0x00000010): The number of a beta version; not supported.</summary>
    BetaRc2_40 = 0x00000010,
    /// <summary>IPMSG_RC2_128OLD (0x00000040): The number of a beta version; not supported.</summary>
    BetaRc2_128 = 0x00000040,
    /// <summary>IPMSG_BLOWFISH_128OLD (0x00000400): The number of a beta version; not supported.</summary>
    BetaBlowfish128 = 0x00000400,
    /// <summary>IPMSG_RC2_40 (0x00001000): Obsolete and weak.</summary>
    Rc2_40 = 0x00001000,
    /// <summary>IPMSG_RC2_128 (0x00004000): Obsolete and weak.</summary>
    Rc2_128 = 0x00004000,
    /// <summary>IPMSG_RC2_256 (0x00008000): Obsolete and weak.</summary>
    Rc2_256 = 0x00008000,
    /// <summary>IPMSG_BLOWFISH_128 (0x00020000): The cipher of older clients, with <see cref="Rsa1024"/>.</summary>
    Blowfish128 = 0x00020000,
    /// <summary>IPMSG_BLOWFISH_256 (0x00040000): Obsolete.</summary>
    Blowfish256 = 0x00040000,
    /// <summary>IPMSG_AES_128 (0x00080000): Obsolete; not supported.</summary>
    Aes128 = 0x00080000,
    /// <summary>IPMSG_AES_256 (0x00100000): The cipher of current clients.</summary>
    Aes256 = 0x00100000,
    /// <summary>IPMSG_IPDICT_CTR (0x00400000): Counter mode; only in the IPDict form.</summary>
    IpDictCounter = 0x00400000,
    /// <summary>IPMSG_PACKETNO_IV (0x00800000): The packet number is the initialisation vector (R65).</summary>
    PacketNumberIv = 0x00800000,
    /// <summary>IPMSG_ENCODE_BASE64 (0x01000000): Fields in Base64 instead of hex (R73).</summary>
    Base64 = 0x01000000,
    /// <summary>IPMSG_UNAMEEXTOPT_OBSLT (0x02000000): The obsolete extension of user names.</summary>
    UserNameExtension = 0x02000000,
    /// <summary>IPMSG_NOENC_FILEBODY (0x04000000): Encrypted file requests may ask for unencrypted contents (R92).</summary>
    PlainFileBody = 0x04000000,
    /// <summary>IPMSG_SIGN_MD5 (0x10000000): Obsolete; such signatures are ignored.</summary>
    SignMd5 = 0x10000000,
    /// <summary>IPMSG_SIGN_SHA1 (0x20000000): Signatures over SHA-1 (R63).</summary>
    SignSha1 = 0x20000000,
    /// <summary>IPMSG_SIGN_SHA256 (0x40000000): Signatures over SHA-256 (R62).</summary>
    SignSha256 = 0x40000000,
}
