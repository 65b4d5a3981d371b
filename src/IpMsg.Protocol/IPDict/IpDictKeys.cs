using System;

namespace IpMsg.Protocol.IPDict;

/// <summary>The keys of packets in IPDict form (docs/protocol/ipdict.md#keys-of-a-packet).</summary>
internal static class IpDictKeys
{
    /// <summary>The value of <see cref="Version"/>.</summary>
    internal const int CurrentVersion = 3;

    /// <summary>VER, int: 3.</summary>
    internal static ReadOnlySpan<byte> Version => "VER"u8;

    /// <summary>PKT, int: the packet number.</summary>
    internal static ReadOnlySpan<byte> Number => "PKT"u8;

    /// <summary>DATE, int: seconds since 1970.</summary>
    internal static ReadOnlySpan<byte> Date => "DATE"u8;

    /// <summary>UID, str: the user name with its fingerprint.</summary>
    internal static ReadOnlySpan<byte> User => "UID"u8;

    /// <summary>HID, str: the host name.</summary>
    internal static ReadOnlySpan<byte> Host => "HID"u8;

    /// <summary>CMD, int: the command.</summary>
    internal static ReadOnlySpan<byte> Command => "CMD"u8;

    /// <summary>FLG, int: the option bits of the message class.</summary>
    internal static ReadOnlySpan<byte> Flags => "FLG"u8;

    /// <summary>CVER, str: the client's version.</summary>
    internal static ReadOnlySpan<byte> ClientVersion => "CVER"u8;

    /// <summary>GRP, str: the group.</summary>
    internal static ReadOnlySpan<byte> Group => "GRP"u8;

    /// <summary>NCK, str: the nickname.</summary>
    internal static ReadOnlySpan<byte> Nick => "NCK"u8;

    /// <summary>STAT, int: the status bits of the sender.</summary>
    internal static ReadOnlySpan<byte> Status => "STAT"u8;

    /// <summary>BODY, str: the text.</summary>
    internal static ReadOnlySpan<byte> Body => "BODY"u8;

    /// <summary>TLST, list of dict: the recipients, each with UID and HID.</summary>
    internal static ReadOnlySpan<byte> Recipients => "TLST"u8;

    /// <summary>FILE, list of dict: the attachments.</summary>
    internal static ReadOnlySpan<byte> Files => "FILE"u8;

    /// <summary>FI, int: the id of an attachment.</summary>
    internal static ReadOnlySpan<byte> FileId => "FI"u8;

    /// <summary>FN, str: the name of an attachment.</summary>
    internal static ReadOnlySpan<byte> FileName => "FN"u8;

    /// <summary>FS, int: the size of an attachment.</summary>
    internal static ReadOnlySpan<byte> FileSize => "FS"u8;

    /// <summary>MT, int: the time of an attachment's last change.</summary>
    internal static ReadOnlySpan<byte> FileTime => "MT"u8;

    /// <summary>FA, int: type and options of an attachment.</summary>
    internal static ReadOnlySpan<byte> FileAttributes => "FA"u8;

    /// <summary>CP, int: the position of an image in the text.</summary>
    internal static ReadOnlySpan<byte> FilePosition => "CP"u8;

    /// <summary>RPN, int: the number of the packet that is confirmed.</summary>
    internal static ReadOnlySpan<byte> ConfirmedNumber => "RPN"u8;

    /// <summary>PUBE, int: the exponent of the sender's key.</summary>
    internal static ReadOnlySpan<byte> KeyExponent => "PUBE"u8;

    /// <summary>PUBN, bytes: the modulus of the sender's key, big-endian.</summary>
    internal static ReadOnlySpan<byte> KeyModulus => "PUBN"u8;

    /// <summary>EC, int: the sender's capabilities.</summary>
    internal static ReadOnlySpan<byte> KeyCapabilities => "EC"u8;

    /// <summary>EF, int: the algorithms of the signature or the encryption.</summary>
    internal static ReadOnlySpan<byte> Algorithms => "EF"u8;

    /// <summary>SIGN, bytes: the signature.</summary>
    internal static ReadOnlySpan<byte> Signature => "SIGN"u8;

    /// <summary>EI, bytes: the initial counter.</summary>
    internal static ReadOnlySpan<byte> Counter => "EI"u8;

    /// <summary>EK, bytes: the encrypted key.</summary>
    internal static ReadOnlySpan<byte> SessionKey => "EK"u8;

    /// <summary>EB, bytes: the encrypted dictionary.</summary>
    internal static ReadOnlySpan<byte> Encrypted => "EB"u8;
}
