namespace IpMsg.Protocol.Wire;

/// <summary>The low byte of a packet's command word: what the packet is about.</summary>
public enum Command : byte
{
    /// <summary>Nothing to do; sent ahead of every broadcast so that sleeping switches and ARP tables wake up (R21).</summary>
    NoOperation = 0x00,
    /// <summary>The sender enters the network; whoever hears it answers with <see cref="AnswerEntry"/> (R21, R22).</summary>
    Entry = 0x01,
    /// <summary>The sender leaves (R25, R29).</summary>
    Exit = 0x02,
    /// <summary>The answer to <see cref="Entry"/>; never answered itself (R22, R24).</summary>
    AnswerEntry = 0x03,
    /// <summary>The sender's nickname, group or absence changed (R28); never answered.</summary>
    Absence = 0x04,
    /// <summary>Who can serve a host list? The form of old clients.</summary>
    IsGetList = 0x10,
    /// <summary>The sender can serve a host list (R33).</summary>
    OkGetList = 0x11,
    /// <summary>Asks for a page of the host list (R34).</summary>
    GetList = 0x12,
    /// <summary>A page of the host list (R34 to R36).</summary>
    AnswerList = 0x13,
    /// <summary>Who can serve a host list? (R33)</summary>
    IsGetList2 = 0x18,
    /// <summary>A message (R39 to R49).</summary>
    SendMessage = 0x20,
    /// <summary>The confirmation of a message (R39).</summary>
    ReceiveMessage = 0x21,
    /// <summary>A sealed message has been opened (R49, R50).</summary>
    ReadMessage = 0x30,
    /// <summary>A sealed message has been thrown away unopened (R52).</summary>
    DeleteMessage = 0x31,
    /// <summary>The confirmation of <see cref="ReadMessage"/> (R50).</summary>
    AnswerReadMessage = 0x32,
    /// <summary>Asks for the client's version (R55).</summary>
    GetInfo = 0x40,
    /// <summary>The client's version (R55).</summary>
    SendInfo = 0x41,
    /// <summary>Asks for the absence text (R55).</summary>
    GetAbsenceInfo = 0x50,
    /// <summary>The absence text (R55).</summary>
    SendAbsenceInfo = 0x51,
    /// <summary>Asks over TCP for a file's bytes from an offset on (R78, R80).</summary>
    GetFileData = 0x60,
    /// <summary>The receiver wants no more of the files of a message (R88).</summary>
    ReleaseFiles = 0x61,
    /// <summary>Asks over TCP for a folder, or for a file with its header (R81, R83).</summary>
    GetFolderFiles = 0x62,
    /// <summary>GETPUBKEY: asks for a public key (R57).</summary>
    GetPublicKey = 0x72,
    /// <summary>ANSPUBKEY: gives a public key (R57).</summary>
    AnswerPublicKey = 0x73,
}
