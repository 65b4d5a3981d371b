using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>The upper bits of a file's attribute word.</summary>
[Flags]
public enum FileFlags : uint
{
    /// <summary>No option.</summary>
    None = 0,
    /// <summary>RONLY: not to be written to.</summary>
    ReadOnly = 0x0100,
    /// <summary>HIDDEN: not shown in listings.</summary>
    Hidden = 0x1000,
    /// <summary>EXHIDDEN: a Mac shows the name without its extension.</summary>
    HiddenExtension = 0x2000,
    /// <summary>ARCHIVE: changed since the last backup.</summary>
    Archive = 0x4000,
    /// <summary>SYSTEM: part of the operating system.</summary>
    System = 0x8000,
}
