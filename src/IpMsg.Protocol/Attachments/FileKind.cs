namespace IpMsg.Protocol.Attachments;

/// <summary>The low byte of a file's attribute word: what is offered, or what a record of a folder stream is.</summary>
public enum FileKind : byte
{
    /// <summary>Nothing that has a name here.</summary>
    Unknown = 0x00,
    /// <summary>IPMSG_FILE_REGULAR (0x01): A file.</summary>
    Regular = 0x01,
    /// <summary>IPMSG_FILE_DIR (0x02): A folder; in a stream, what follows is inside it.</summary>
    Folder = 0x02,
    /// <summary>IPMSG_FILE_RETPARENT (0x03): The end of a folder, in streams alone (R86).</summary>
    ReturnParent = 0x03,
    /// <summary>IPMSG_FILE_SYMLINK (0x04): A symbolic link.</summary>
    SymbolicLink = 0x04,
    /// <summary>IPMSG_FILE_CDEV (0x05): A character device.</summary>
    CharacterDevice = 0x05,
    /// <summary>IPMSG_FILE_BDEV (0x06): A block device.</summary>
    BlockDevice = 0x06,
    /// <summary>IPMSG_FILE_FIFO (0x07): A named pipe.</summary>
    Pipe = 0x07,
    /// <summary>IPMSG_FILE_RESFORK (0x10): The resource fork of a file on old Macs.</summary>
    ResourceFork = 0x10,
    /// <summary>IPMSG_FILE_CLIPBOARD (0x20): An image that stands inside the text (R94).</summary>
    Image = 0x20,
}
