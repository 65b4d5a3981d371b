using System;

namespace IpMsg.Protocol.Wire;

/// <summary>Option bits of the message class: messages, their confirmations, read notices, info requests.</summary>
[Flags]
public enum MessageFlags : uint
{
    /// <summary>No option.</summary>
    None = 0,
    /// <summary>SENDCHECKOPT: a confirmation is wanted; heeded on messages alone (R39, R42).</summary>
    SendCheck = 0x00000100,
    /// <summary>SECRETOPT: sealed; the text stays hidden until the user opens it (R49).</summary>
    Sealed = 0x00000200,
    /// <summary>BROADCASTOPT: sent to everyone; nothing is answered (R40).</summary>
    Broadcast = 0x00000400,
    /// <summary>MULTICASTOPT: sent to several recipients (R53).</summary>
    Multicast = 0x00000800,
    /// <summary>AUTORETOPT: written by a program; nothing is answered, so that programs do not talk to each other for ever (R40).</summary>
    AutoReturn = 0x00002000,
    /// <summary>RETRYOPT: sent again.</summary>
    Retry = 0x00004000,
    /// <summary>PASSWORDOPT: locked; the receiver asks for its own password, none travels (R54).</summary>
    Locked = 0x00008000,
    /// <summary>NOLOGOPT: the text is not to be logged (R56).</summary>
    NoLog = 0x00020000,
    /// <summary>NEWMULTIOPT: obsolete form of <see cref="Multicast"/>; accepted.</summary>
    NewMulti = 0x00040000,
    /// <summary>NOADDLISTOPT: the sender does not stay, so it is not made a member (R48).</summary>
    NoAddList = 0x00080000,
    /// <summary>READCHECKOPT: the read notice is to be confirmed as well (R49 to R51).</summary>
    ReadCheck = 0x00100000,
    /// <summary>FILEATTACHOPT: an attachment list follows the text.</summary>
    Attachments = 0x00200000,
    /// <summary>ENCRYPTOPT: the text is encrypted.</summary>
    Encrypted = 0x00400000,
    /// <summary>UTF8OPT: names and text are UTF-8 (R13).</summary>
    Utf8 = 0x00800000,
    /// <summary>CAPUTF8OPT: the sender understands UTF-8.</summary>
    CanUtf8 = 0x01000000,
    /// <summary>ENCEXTMSGOPT: attachment and recipient lists are inside the ciphertext.</summary>
    EncryptedLists = 0x04000000,
}
