namespace IpMsg.Protocol.Attachments;

/// <summary>The low byte of a file's attribute word: what is offered, or what a record of a folder stream is.</summary>
public enum FileKind : byte
{
    /// <summary>Nothing that has a name here.</summary>
    Unknown = 0x00,
    /// <summary>A file.</summary>
    Regular = 0x01,
    /// <summary>A folder; in a stream, what follows is inside it.</summary>
    Folder = 0x02,
    /// <summary>RETPARENT: the end of a folder, in streams alone (R86).</summary>
    ReturnParent = 0x03,
    /// <summary>A symbolic link.</summary>
    SymbolicLink = 0x04,
    /// <summary>A character device.</summary>
    CharacterDevice = 0x05,
    /// <summary>A block device.</summary>
    BlockDevice = 0x06,
    /// <summary>A named pipe.</summary>
    Pipe = 0x07,
    /// <summary>The resource fork of a file on old Macs.</summary>
    ResourceFork = 0x10,
    /// <summary>CLIPBOARD: an image that stands inside the text (R94).</summary>
    Image = 0x20,
}
