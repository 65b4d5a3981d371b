using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>The upper bits of a file's attribute word.</summary>
[Flags]
public enum FileFlags : uint
{
    /// <summary>No option.</summary>
    None = 0,
    /// <summary>IPMSG_FILE_RONLYOPT (0x00000100): Not to be written to.</summary>
    ReadOnly = 0x0100,
    /// <summary>IPMSG_FILE_HIDDENOPT (0x00001000): Not shown in listings.</summary>
    Hidden = 0x1000,
    /// <summary>IPMSG_FILE_EXHIDDENOPT (0x00002000): A Mac shows the name without its extension.</summary>
    HiddenExtension = 0x2000,
    /// <summary>IPMSG_FILE_ARCHIVEOPT (0x00004000): Changed since the last backup.</summary>
    Archive = 0x4000,
    /// <summary>IPMSG_FILE_SYSTEMOPT (0x00008000): Part of the operating system.</summary>
    System = 0x8000,
}
