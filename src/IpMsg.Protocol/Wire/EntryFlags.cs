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
    /// <summary>IPMSG_ABSENCEOPT (0x00000100): The member is absent (R28). iptux sets it always, where it means nothing.</summary>
    Absent = 0x00000100,
    /// <summary>IPMSG_SERVEROPT (0x00000200): Reserved by the protocol; kept and shown.</summary>
    Server = 0x00000200,
    /// <summary>IPMSG_RETRYOPT (0x00004000): On a list query, the second time of asking (R33, R37).</summary>
    Retry = 0x00004000,
    /// <summary>IPMSG_DIALUPOPT (0x00010000): Broadcasts do not reach the member, so it gets them by unicast (R27).</summary>
    DialUp = 0x00010000,
    /// <summary>IPMSG_CAPFILEENCOPT (0x00040000): The member can encrypt transfers.</summary>
    CanEncryptFiles = 0x00040000,
    /// <summary>IPMSG_FILEATTACHOPT (0x00200000): The member can transfer files.</summary>
    CanTransferFiles = 0x00200000,
    /// <summary>IPMSG_ENCRYPTOPT (0x00400000): The member can encrypt messages (R30).</summary>
    CanEncrypt = 0x00400000,
    /// <summary>IPMSG_UTF8OPT (0x00800000): This packet is UTF-8; in the entry class only an answer carries it (R14, R23).</summary>
    Utf8 = 0x00800000,
    /// <summary>IPMSG_CAPUTF8OPT (0x01000000): The member understands UTF-8, and the packet may have a trailer (R14, R15).</summary>
    CanUtf8 = 0x01000000,
    /// <summary>IPMSG_CAPIPDICTOPT (0x02000000): The member understands the IPDict form.</summary>
    CanIpDict = 0x02000000,
    /// <summary>IPMSG_ENCEXTMSGOPT (0x04000000): The member understands lists inside the ciphertext.</summary>
    CanEncryptLists = 0x04000000,
    /// <summary>IPMSG_CLIPBOARDOPT (0x08000000): The member shows inline images.</summary>
    CanShowImages = 0x08000000,
    /// <summary>IPMSG_DIR_MASTER (0x10000000): The member keeps the list for others.</summary>
    Master = 0x10000000,
    /// <summary>A private bit of another product: with it, bits 24 to 27 do not mean what they say here (R100).</summary>
    ForeignBits = 0x80000000,
}

/// <summary>The rules for received <see cref="EntryFlags"/>.</summary>
internal static class EntryFlagRules
{
    private const EntryFlags StatusMask = EntryFlags.Absent | EntryFlags.Server | EntryFlags.DialUp | EntryFlags.CanTransferFiles
        | EntryFlags.CanShowImages | EntryFlags.CanEncrypt | EntryFlags.CanUtf8 | EntryFlags.CanEncryptLists
        | EntryFlags.CanEncryptFiles | EntryFlags.CanIpDict | EntryFlags.Master;

    private const EntryFlags Contested = EntryFlags.CanUtf8 | EntryFlags.CanIpDict | EntryFlags.CanEncryptLists | EntryFlags.CanShowImages;

    /// <summary>
    /// The bits that describe the member, without those that describe the packet and those that another product uses differently (R31,
    /// R100).
    /// </summary>
    public static EntryFlags Status(EntryFlags received) =>
        (received & EntryFlags.ForeignBits) != 0 ? received & StatusMask & ~Contested : received & StatusMask;
}
