using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>What each recorded packet is, by its line; written from the dialogue's sense, not from its bytes.</summary>
internal static class RecordedExpectations
{
    private const Command GetFileData = (Command)0x60, ReleaseFiles = (Command)0x61, GetDirectoryFiles = (Command)0x62,
        GetPublicKey = (Command)0x72;

    private const uint Nothing = 0;
    private const uint Absent = (uint)EntryFlags.Absent, DialUp = (uint)EntryFlags.DialUp;
    private const uint Check = (uint)MessageFlags.SendCheck, Sealed = (uint)(MessageFlags.Sealed | MessageFlags.ReadCheck);
    private const uint AutoReturn = (uint)MessageFlags.AutoReturn, ReadCheck = (uint)MessageFlags.ReadCheck;
    private const uint Files = (uint)MessageFlags.Attachments, Utf8 = (uint)MessageFlags.Utf8;
    private const uint ReferenceStatus = (uint)(EntryFlags.CanTransferFiles | EntryFlags.CanShowImages | EntryFlags.CanEncrypt
        | EntryFlags.CanEncryptLists | EntryFlags.CanUtf8 | EntryFlags.CanEncryptFiles | EntryFlags.CanIpDict);

    private static readonly (int Line, Command Command, uint Flags)[] s_reference =
    [
        (7, Command.Entry, Absent), (10, Command.AnswerEntry, ReferenceStatus),
        (13, Command.IsGetList2, Nothing), (16, Command.OkGetList, Nothing), (19, Command.IsGetList, Nothing),
        (22, Command.GetList, Nothing), (25, Command.AnswerList, Nothing), (28, Command.GetList, Utf8), (31, Command.AnswerList, Utf8),
        (34, Command.NoOperation, ReferenceStatus | Absent), (37, Command.Absence, ReferenceStatus | Absent),
        (40, Command.GetAbsenceInfo, Nothing), (43, Command.SendAbsenceInfo, Nothing),
        (46, Command.GetAbsenceInfo, Utf8), (49, Command.SendAbsenceInfo, Nothing),
        (52, Command.SendMessage, Check), (55, Command.ReceiveMessage, Nothing), (58, Command.SendMessage, AutoReturn),
        (61, Command.NoOperation, ReferenceStatus), (64, Command.Absence, ReferenceStatus),
        (67, Command.GetInfo, Utf8), (70, Command.SendInfo, Nothing),
        (73, Command.SendMessage, Sealed | Check), (76, Command.ReceiveMessage, Nothing),
        (79, Command.SendMessage, Sealed | Check), (82, Command.ReceiveMessage, Nothing),
        (85, Command.ReadMessage, ReadCheck), (88, Command.AnswerReadMessage, Nothing),
        (91, Command.SendMessage, Files | Check), (94, Command.ReceiveMessage, Nothing),
        (97, GetFileData, Nothing), (103, GetFileData, Nothing), (106, GetDirectoryFiles, Nothing), (136, ReleaseFiles, Nothing),
        (139, Command.SendMessage, Files | Check), (142, Command.ReceiveMessage, Nothing),
    ];

    // iptux says that it is absent in every entry and asks for confirmations of its confirmations.
    private static readonly (int Line, Command Command, uint Flags)[] s_iptux =
    [
        (6, Command.Entry, Absent), (9, Command.Entry, Absent), (12, Command.Entry, Absent), (15, Command.AnswerEntry, Absent),
        (18, Command.SendMessage, Check), (21, Command.ReceiveMessage, Check),
        (24, Command.SendMessage, Check), (27, Command.ReceiveMessage, Nothing),
        (30, Command.SendMessage, Files),
        (33, GetFileData, Files), (39, GetFileData, Files), (45, GetFileData, Files), (48, GetFileData, Files),
        (51, GetDirectoryFiles, Files), (81, ReleaseFiles, Nothing),
        (84, Command.SendMessage, Files | Check), (87, Command.ReceiveMessage, Check),
        (90, GetFileData, Nothing), (93, GetDirectoryFiles, Files),
        (114, Command.GetAbsenceInfo, Nothing), (117, Command.GetInfo, Nothing), (120, GetPublicKey, Nothing),
        (123, Command.SendMessage, Sealed | Check), (126, Command.ReceiveMessage, Check),
        (129, Command.SendMessage, Utf8 | Check), (132, Command.ReceiveMessage, Check),
        (135, Command.Exit, DialUp),
    ];

    internal static IEnumerable<(string File, int Line, Command Command, uint Flags)> All =>
        s_reference.Select(row => (RecordedDialogue.Reference, row.Line, row.Command, row.Flags))
            .Concat(s_iptux.Select(row => (RecordedDialogue.Iptux, row.Line, row.Command, row.Flags)));
}
