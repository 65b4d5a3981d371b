namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>The protocol's numbers, written down once more: tests do not take them from the code they test.</summary>
internal static class Wire
{
    internal const int NoOperation = 0x00, Entry = 0x01, Exit = 0x02, AnswerEntry = 0x03, Absence = 0x04;
    internal const int IsGetList2 = 0x18, OkGetList = 0x11, GetList = 0x12, AnswerList = 0x13;
    internal const int SendMessage = 0x20, ReceiveMessage = 0x21, ReadMessage = 0x30, DeleteMessage = 0x31, AnswerReadMessage = 0x32;
    internal const int GetFileData = 0x60, ReleaseFiles = 0x61, GetFolderFiles = 0x62;
    internal const int GetInfo = 0x40, SendInfo = 0x41, GetAbsence = 0x50, SendAbsence = 0x51;

    internal const uint Absent = 0x100, SendCheck = 0x100, Sealed = 0x200, Broadcast = 0x400, Multicast = 0x800, AutoReturn = 0x2000;
    internal const uint Locked = 0x8000, FileAttach = 0x200000, NoLog = 0x20000, NoAddList = 0x80000, ReadCheck = 0x100000, Utf8 = 0x800000,
        CanUtf8 = 0x1000000;
}
