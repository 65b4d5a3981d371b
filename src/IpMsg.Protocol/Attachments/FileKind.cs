namespace IpMsg.Protocol.Attachments;

/// <summary>The type in the low byte of a file's attribute word: the type of an attachment or of a record in a folder stream.</summary>
public enum FileKind : byte
{
    /// <summary>No type that has a name here.</summary>
    Unknown = 0x00,
    /// <summary>IPMSG_FILE_REGULAR (0x01): A regular file.</summary>
    Regular = 0x01,
    /// <summary>IPMSG_FILE_DIR (0x02): A folder. In a stream, the following records are inside it.</summary>
    Folder = 0x02,
    /// <summary>IPMSG_FILE_RETPARENT (0x03): The end of a folder; only in streams (R86).</summary>
    ReturnParent = 0x03,
    /// <summary>IPMSG_FILE_SYMLINK (0x04): A symbolic link.</summary>
    SymbolicLink = 0x04,
    /// <summary>IPMSG_FILE_CDEV (0x05): A character device.</summary>
    CharacterDevice = 0x05,
    /// <summary>IPMSG_FILE_BDEV (0x06): A block device.</summary>
    BlockDevice = 0x06,
    /// <summary>IPMSG_FILE_FIFO (0x07): A named pipe.</summary>
    Pipe = 0x07,
    /// <summary>IPMSG_FILE_RESFORK (0x10): A resource fork of classic Mac OS.</summary>
    ResourceFork = 0x10,
    /// <summary>IPMSG_FILE_CLIPBOARD (0x20): An image inside the text (R94).</summary>
    Image = 0x20,
}
