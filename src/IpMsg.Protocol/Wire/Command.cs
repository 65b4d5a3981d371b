namespace IpMsg.Protocol.Wire;

/// <summary>The command of a packet: the low byte of its command word.</summary>
public enum Command : byte
{
    /// <summary>IPMSG_NOOPERATION (0x00): No action. It precedes every broadcast, to fill switches and ARP tables (R21).</summary>
    NoOperation = 0x00,
    /// <summary>IPMSG_BR_ENTRY (0x01): The sender enters the network; members answer with <see cref="AnswerEntry"/> (R21, R22).</summary>
    Entry = 0x01,
    /// <summary>IPMSG_BR_EXIT (0x02): The sender leaves (R25, R29).</summary>
    Exit = 0x02,
    /// <summary>IPMSG_ANSENTRY (0x03): The answer to <see cref="Entry"/>. It gets no answer (R22, R24).</summary>
    AnswerEntry = 0x03,
    /// <summary>
    /// IPMSG_BR_ABSENCE, also IPMSG_BR_NOTIFY (0x04): The sender's name, group or absence has changed (R28). It gets no answer.
    /// </summary>
    Absence = 0x04,
    /// <summary>IPMSG_BR_ISGETLIST (0x10): Asks which members can serve a host list. Old clients send it.</summary>
    IsGetList = 0x10,
    /// <summary>IPMSG_OKGETLIST (0x11): The sender can serve a host list (R33).</summary>
    OkGetList = 0x11,
    /// <summary>IPMSG_GETLIST (0x12): Asks for a page of the host list (R34).</summary>
    GetList = 0x12,
    /// <summary>IPMSG_ANSLIST (0x13): A page of the host list (R34 to R36).</summary>
    AnswerList = 0x13,
    /// <summary>IPMSG_ANSLIST_DICT (0x14): A page of the list of a member master, or a change of it (R128).</summary>
    AnswerListDict = 0x14,
    /// <summary>IPMSG_BR_ISGETLIST2 (0x18): Asks which members can serve a host list (R33).</summary>
    IsGetList2 = 0x18,
    /// <summary>IPMSG_SENDMSG (0x20): A message (R39 to R49).</summary>
    SendMessage = 0x20,
    /// <summary>IPMSG_RECVMSG (0x21): The confirmation of a message (R39).</summary>
    ReceiveMessage = 0x21,
    /// <summary>IPMSG_READMSG (0x30): A sealed message has been opened (R49, R50).</summary>
    ReadMessage = 0x30,
    /// <summary>IPMSG_DELMSG (0x31): A sealed message has been discarded unopened (R52).</summary>
    DeleteMessage = 0x31,
    /// <summary>IPMSG_ANSREADMSG (0x32): The confirmation of <see cref="ReadMessage"/> (R50).</summary>
    AnswerReadMessage = 0x32,
    /// <summary>IPMSG_GETINFO (0x40): Asks for the client's version (R55).</summary>
    GetInfo = 0x40,
    /// <summary>IPMSG_SENDINFO (0x41): The client's version (R55).</summary>
    SendInfo = 0x41,
    /// <summary>IPMSG_GETABSENCEINFO (0x50): Asks for the absence text (R55).</summary>
    GetAbsenceInfo = 0x50,
    /// <summary>IPMSG_SENDABSENCEINFO (0x51): The absence text (R55).</summary>
    SendAbsenceInfo = 0x51,
    /// <summary>IPMSG_GETFILEDATA (0x60): Requests the bytes of a file from an offset on, over TCP (R78, R80).</summary>
    GetFileData = 0x60,
    /// <summary>IPMSG_RELEASEFILES (0x61): The receiver declines the remaining files of a message (R88).</summary>
    ReleaseFiles = 0x61,
    /// <summary>IPMSG_GETDIRFILES (0x62): Requests a folder, or a file with its header, over TCP (R81, R83).</summary>
    GetFolderFiles = 0x62,
    /// <summary>IPMSG_GETPUBKEY (0x72): Asks for a public key (R57).</summary>
    GetPublicKey = 0x72,
    /// <summary>IPMSG_ANSPUBKEY (0x73): The sender's public key (R57).</summary>
    AnswerPublicKey = 0x73,
    /// <summary>IPMSG_DIR_POLL (0xB0): A user of a member master tells where it is (R126).</summary>
    DirPoll = 0xB0,
    /// <summary>IPMSG_DIR_POLLAGENT (0xB1): The master asks a user to forward the entries of its segment (R127).</summary>
    DirPollAgent = 0xB1,
    /// <summary>IPMSG_DIR_BROADCAST (0xB2): The master asks a user to ask its segment (R127).</summary>
    DirBroadcast = 0xB2,
    /// <summary>IPMSG_DIR_ANSBROAD (0xB3): An agent reports the members of its segment (R127).</summary>
    DirAnswerBroadcast = 0xB3,
    /// <summary>IPMSG_DIR_PACKET (0xB4): A change of the list, for everyone in the segment of the master (R128).</summary>
    DirPacket = 0xB4,
    /// <summary>IPMSG_DIR_REQUEST (0xB5): The master asks an agent to broadcast a change (R128).</summary>
    DirRequest = 0xB5,
    /// <summary>IPMSG_DIR_AGENTPACKET (0xB6): A change of the list, for everyone in the segment of an agent (R128).</summary>
    DirAgentPacket = 0xB6,
    /// <summary>IPMSG_DIR_EVBROAD (0xB7): An agent reports one member (R127).</summary>
    DirEventBroadcast = 0xB7,
    /// <summary>IPMSG_DIR_AGENTREJECT (0xB8): The sender is no user of the master (R127).</summary>
    DirAgentReject = 0xB8,
}
