namespace IpMsg.Protocol.Attachments;

/// <summary>What an extended attribute says of a file. On the wire the key is hex, and so is every value but those marked as text.</summary>
public enum ExtendedAttributeKey : byte
{
    /// <summary>IPMSG_FILE_UID (0x01): The owner's number.</summary>
    UserId = 0x01,
    /// <summary>IPMSG_FILE_USERNAME (0x02): The owner's name; text.</summary>
    UserName = 0x02,
    /// <summary>IPMSG_FILE_GID (0x03): The group's number.</summary>
    GroupId = 0x03,
    /// <summary>IPMSG_FILE_GROUPNAME (0x04): The group's name; text.</summary>
    GroupName = 0x04,
    /// <summary>IPMSG_FILE_CLIPBOARDPOS (0x08): How many characters of the message stand before the image (R94).</summary>
    Position = 0x08,
    /// <summary>IPMSG_FILE_PERM (0x10): The permission bits of Unix.</summary>
    Permissions = 0x10,
    /// <summary>IPMSG_FILE_MAJORNO (0x11): A device's major number.</summary>
    MajorNumber = 0x11,
    /// <summary>IPMSG_FILE_MINORNO (0x12): A device's minor number.</summary>
    MinorNumber = 0x12,
    /// <summary>IPMSG_FILE_CTIME (0x13): When the file's attributes changed.</summary>
    Changed = 0x13,
    /// <summary>IPMSG_FILE_MTIME (0x14): When the contents changed.</summary>
    Modified = 0x14,
    /// <summary>IPMSG_FILE_ATIME (0x15): When the file was last read.</summary>
    Accessed = 0x15,
    /// <summary>IPMSG_FILE_CREATETIME (0x16): When the file was made.</summary>
    Created = 0x16,
    /// <summary>IPMSG_FILE_CREATOR (0x20): The program's four letters on old Macs.</summary>
    Creator = 0x20,
    /// <summary>IPMSG_FILE_FILETYPE (0x21): The type's four letters on old Macs.</summary>
    MacType = 0x21,
    /// <summary>IPMSG_FILE_FINDERINFO (0x22): What the Finder keeps of a file; text.</summary>
    FinderInfo = 0x22,
    /// <summary>IPMSG_FILE_ACL (0x30): Access control list; text.</summary>
    AccessList = 0x30,
    /// <summary>IPMSG_FILE_ALIASFNAME (0x40): Another name of the file; text.</summary>
    AliasName = 0x40,
    /// <summary>IPMSG_FILE_UNICODEFNAME (0x41): The name in UTF-8, from before IPMSG_UTF8OPT; text.</summary>
    UnicodeName = 0x41,
}
