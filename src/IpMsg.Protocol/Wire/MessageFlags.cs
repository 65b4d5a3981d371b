using System;

namespace IpMsg.Protocol.Wire;

/// <summary>Option bits of the message class: messages, their confirmations, read notices, info requests.</summary>
[Flags]
public enum MessageFlags : uint
{
    /// <summary>No option.</summary>
    None = 0,
    /// <summary>IPMSG_SENDCHECKOPT (0x00000100): The sender requests a confirmation. Valid in IPMSG_SENDMSG only (R39, R42).</summary>
    SendCheck = 0x00000100,
    /// <summary>IPMSG_SECRETOPT (0x00000200): The message is sealed: the text stays hidden until the user opens it (R49).</summary>
    Sealed = 0x00000200,
    /// <summary>IPMSG_BROADCASTOPT (0x00000400): Sent to all members; it gets no answer (R40).</summary>
    Broadcast = 0x00000400,
    /// <summary>IPMSG_MULTICASTOPT (0x00000800): Sent to several recipients (R53).</summary>
    Multicast = 0x00000800,
    /// <summary>
    /// IPMSG_AUTORETOPT (0x00002000): Written by a program. It gets no reply, because two programs would answer each other without end
    /// (R40).
    /// </summary>
    AutoReturn = 0x00002000,
    /// <summary>IPMSG_RETRYOPT (0x00004000): A retransmission.</summary>
    Retry = 0x00004000,
    /// <summary>
    /// IPMSG_PASSWORDOPT (0x00008000): Locked: the receiving client asks its user for that user's password, which no packet contains (R54).
    /// </summary>
    Locked = 0x00008000,
    /// <summary>IPMSG_NOLOGOPT (0x00020000): The receiver must not log the text (R56).</summary>
    NoLog = 0x00020000,
    /// <summary>IPMSG_NEWMUTIOPT, also IPMSG_NEWMULTI_OBSLT (0x00040000): Obsolete form of <see cref="Multicast"/>; accepted.</summary>
    NewMulti = 0x00040000,
    /// <summary>IPMSG_NOADDLISTOPT (0x00080000): The sender leaves soon, so the receiver does not add it to the members (R48).</summary>
    NoAddList = 0x00080000,
    /// <summary>IPMSG_READCHECKOPT (0x00100000): The read notice gets a confirmation (R49 to R51).</summary>
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
