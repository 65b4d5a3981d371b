using System;

namespace IpMsg.Protocol.Wire;

/// <summary>Option bits of the message class: messages, their confirmations, read notices, info requests.</summary>
[Flags]
public enum MessageFlags : uint
{
    /// <summary>No option.</summary>
    None = 0,
    /// <summary>IPMSG_SENDCHECKOPT (0x00000100): A confirmation is wanted; applies to IPMSG_SENDMSG alone (R39, R42).</summary>
    SendCheck = 0x00000100,
    /// <summary>IPMSG_SECRETOPT (0x00000200): Sealed; the text stays hidden until the user opens it (R49).</summary>
    Sealed = 0x00000200,
    /// <summary>IPMSG_BROADCASTOPT (0x00000400): Sent to everyone; nothing is answered (R40).</summary>
    Broadcast = 0x00000400,
    /// <summary>IPMSG_MULTICASTOPT (0x00000800): Sent to several recipients (R53).</summary>
    Multicast = 0x00000800,
    /// <summary>
    /// IPMSG_AUTORETOPT (0x00002000): Written by a program; gets no reply, or two programs answer each other forever (R40).
    /// </summary>
    AutoReturn = 0x00002000,
    /// <summary>IPMSG_RETRYOPT (0x00004000): Sent again.</summary>
    Retry = 0x00004000,
    /// <summary>IPMSG_PASSWORDOPT (0x00008000): Locked; the receiver asks for its own password, none travels (R54).</summary>
    Locked = 0x00008000,
    /// <summary>IPMSG_NOLOGOPT (0x00020000): The text is not to be logged (R56).</summary>
    NoLog = 0x00020000,
    /// <summary>IPMSG_NEWMUTIOPT, also IPMSG_NEWMULTI_OBSLT (0x00040000): Obsolete form of <see cref="Multicast"/>; accepted.</summary>
    NewMulti = 0x00040000,
    /// <summary>IPMSG_NOADDLISTOPT (0x00080000): The sender does not stay, so it is not made a member (R48).</summary>
    NoAddList = 0x00080000,
    /// <summary>IPMSG_READCHECKOPT (0x00100000): The read notice is to be confirmed as well (R49 to R51).</summary>
    ReadCheck = 0x00100000,
    /// <summary>IPMSG_FILEATTACHOPT (0x00200000): An attachment list follows the text.</summary>
    Attachments = 0x00200000,
    /// <summary>IPMSG_ENCRYPTOPT (0x00400000): The text is encrypted.</summary>
    Encrypted = 0x00400000,
    /// <summary>IPMSG_UTF8OPT (0x00800000): Names and text are UTF-8 (R13).</summary>
    Utf8 = 0x00800000,
    /// <summary>IPMSG_CAPUTF8OPT (0x01000000): The sender understands UTF-8.</summary>
    CanUtf8 = 0x01000000,
    /// <summary>IPMSG_ENCEXTMSGOPT (0x04000000): Attachment and recipient lists are inside the ciphertext.</summary>
    EncryptedLists = 0x04000000,
}
