using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>The option bits of a file's attribute word (bits 8 to 31).</summary>
[Flags]
public enum FileFlags : uint
{
    /// <summary>No option.</summary>
    None = 0,
    /// <summary>IPMSG_FILE_RONLYOPT (0x00000100): Read-only.</summary>
    ReadOnly = 0x0100,
    /// <summary>IPMSG_FILE_HIDDENOPT (0x00001000): Hidden.</summary>
    Hidden = 0x1000,
    /// <summary>IPMSG_FILE_EXHIDDENOPT (0x00002000): macOS hides the extension of the name.</summary>
    HiddenExtension = 0x2000,
    /// <summary>IPMSG_FILE_ARCHIVEOPT (0x00004000): Changed since the last backup.</summary>
    Archive = 0x4000,
    /// <summary>IPMSG_FILE_SYSTEMOPT (0x00008000): A system file.</summary>
    System = 0x8000,
}
