namespace IpMsg.Protocol.Attachments;

/// <summary>The keys of extended attributes. Keys are hex on the wire, and so are values, except those marked as text.</summary>
public enum ExtendedAttributeKey : byte
{
    /// <summary>IPMSG_FILE_UID (0x01): The owner's user id.</summary>
    UserId = 0x01,
    /// <summary>IPMSG_FILE_USERNAME (0x02): The owner's name; text.</summary>
    UserName = 0x02,
    /// <summary>IPMSG_FILE_GID (0x03): The group id.</summary>
    GroupId = 0x03,
    /// <summary>IPMSG_FILE_GROUPNAME (0x04): The group's name; text.</summary>
    GroupName = 0x04,
    /// <summary>IPMSG_FILE_CLIPBOARDPOS (0x08): The image's position in the message, in characters (R94).</summary>
    Position = 0x08,
    /// <summary>IPMSG_FILE_PERM (0x10): The Unix permission bits.</summary>
    Permissions = 0x10,
    /// <summary>IPMSG_FILE_MAJORNO (0x11): The device's major number.</summary>
    MajorNumber = 0x11,
    /// <summary>IPMSG_FILE_MINORNO (0x12): The device's minor number.</summary>
    MinorNumber = 0x12,
    /// <summary>IPMSG_FILE_CTIME (0x13): The time of the last attribute change.</summary>
    Changed = 0x13,
    /// <summary>IPMSG_FILE_MTIME (0x14): The time of the last content change.</summary>
    Modified = 0x14,
    /// <summary>IPMSG_FILE_ATIME (0x15): The time of the last read.</summary>
    Accessed = 0x15,
    /// <summary>IPMSG_FILE_CREATETIME (0x16): The creation time.</summary>
    Created = 0x16,
    /// <summary>IPMSG_FILE_CREATOR (0x20): The four-letter creator code of classic Mac OS.</summary>
    Creator = 0x20,
    /// <summary>IPMSG_FILE_FILETYPE (0x21): The four-letter type code of classic Mac OS.</summary>
    MacType = 0x21,
    /// <summary>IPMSG_FILE_FINDERINFO (0x22): The Finder's data for the file; text.</summary>
    FinderInfo = 0x22,
    /// <summary>IPMSG_FILE_ACL (0x30): The access control list; text.</summary>
    AccessList = 0x30,
    /// <summary>IPMSG_FILE_ALIASFNAME (0x40): An alias of the file name; text.</summary>
    AliasName = 0x40,
    /// <summary>IPMSG_FILE_UNICODEFNAME (0x41): The name in UTF-8, for clients older than IPMSG_UTF8OPT; text.</summary>
    UnicodeName = 0x41,
    /// <summary>Ours, without an IPMSG_ name (0x6A): 1 when the owner serves the file encrypted from an offset too (R106).</summary>
    EncryptedOffsets = 0x6A,
}
