using System;

namespace IpMsg.Protocol.Wire;

/// <summary>
/// Option bits of the entry class (entry, exit, answer, absence, list query) and of a member's status in host lists.
/// The same bits mean other things in messages: see <see cref="MessageFlags"/>.
/// </summary>
[Flags]
public enum EntryFlags : uint
{
    /// <summary>No option.</summary>
    None = 0,
    /// <summary>ABSENCEOPT: the member is absent (R28). iptux sets it always, where it means nothing.</summary>
    Absent = 0x00000100,
    /// <summary>SERVEROPT: reserved by the protocol; kept and shown.</summary>
    Server = 0x00000200,
    /// <summary>RETRYOPT: on a list query, the second time of asking (R33, R37).</summary>
    Retry = 0x00004000,
    /// <summary>DIALUPOPT: broadcasts do not reach the member, so it gets them by unicast (R27).</summary>
    DialUp = 0x00010000,
    /// <summary>CAPFILEENCOPT: the member can encrypt transfers.</summary>
    CanEncryptFiles = 0x00040000,
    /// <summary>FILEATTACHOPT: the member can transfer files.</summary>
    CanTransferFiles = 0x00200000,
    /// <summary>ENCRYPTOPT: the member can encrypt messages (R30).</summary>
    CanEncrypt = 0x00400000,
    /// <summary>UTF8OPT: this packet is UTF-8; in the entry class only an answer carries it (R14, R23).</summary>
    Utf8 = 0x00800000,
    /// <summary>CAPUTF8OPT: the member understands UTF-8, and the packet may have a trailer (R14, R15).</summary>
    CanUtf8 = 0x01000000,
    /// <summary>CAPIPDICTOPT: the member understands the IPDict form.</summary>
    CanIpDict = 0x02000000,
    /// <summary>ENCEXTMSGOPT: the member understands lists inside the ciphertext.</summary>
    CanEncryptLists = 0x04000000,
    /// <summary>CLIPBOARDOPT: the member shows inline images.</summary>
    CanShowImages = 0x08000000,
    /// <summary>DIR_MASTER: the member keeps the list for others.</summary>
    Master = 0x10000000,
    /// <summary>A private bit of another product: with it, bits 24 to 27 do not mean what they say here (R100).</summary>
    ForeignBits = 0x80000000,
}

/// <summary>What may be believed of a received <see cref="EntryFlags"/> value.</summary>
public static class EntryFlagRules
{
    private const EntryFlags StatusMask = EntryFlags.Absent | EntryFlags.Server | EntryFlags.DialUp | EntryFlags.CanTransferFiles
        | EntryFlags.CanShowImages | EntryFlags.CanEncrypt | EntryFlags.CanUtf8 | EntryFlags.CanEncryptLists
        | EntryFlags.CanEncryptFiles | EntryFlags.CanIpDict | EntryFlags.Master;

    private const EntryFlags Contested = EntryFlags.CanUtf8 | EntryFlags.CanIpDict | EntryFlags.CanEncryptLists | EntryFlags.CanShowImages;

    /// <summary>
    /// The bits that describe the member rather than the packet, less those that a foreign product uses for something else
    /// (R31, R100).
    /// </summary>
    public static EntryFlags Status(EntryFlags received) =>
        (received & EntryFlags.ForeignBits) != 0 ? received & StatusMask & ~Contested : received & StatusMask;
}
