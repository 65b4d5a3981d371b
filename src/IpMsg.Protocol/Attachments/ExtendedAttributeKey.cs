namespace IpMsg.Protocol.Attachments;

/// <summary>What an extended attribute says of a file. On the wire the key is hex, and so is every value but those marked as text.</summary>
public enum ExtendedAttributeKey : byte
{
    /// <summary>UID: the owner's number.</summary>
    UserId = 0x01,
    /// <summary>USERNAME: the owner's name; text.</summary>
    UserName = 0x02,
    /// <summary>GID: the group's number.</summary>
    GroupId = 0x03,
    /// <summary>GROUPNAME: the group's name; text.</summary>
    GroupName = 0x04,
    /// <summary>CLIPBOARDPOS: how many characters of the message stand before the image (R94).</summary>
    Position = 0x08,
    /// <summary>PERM: the permission bits of Unix.</summary>
    Permissions = 0x10,
    /// <summary>MAJORNO: a device's major number.</summary>
    MajorNumber = 0x11,
    /// <summary>MINORNO: a device's minor number.</summary>
    MinorNumber = 0x12,
    /// <summary>CTIME: when the file's attributes changed.</summary>
    Changed = 0x13,
    /// <summary>MTIME: when the contents changed.</summary>
    Modified = 0x14,
    /// <summary>ATIME: when the file was last read.</summary>
    Accessed = 0x15,
    /// <summary>CREATETIME: when the file was made.</summary>
    Created = 0x16,
    /// <summary>CREATOR: the program's four letters on old Macs.</summary>
    Creator = 0x20,
    /// <summary>FILETYPE: the type's four letters on old Macs.</summary>
    MacType = 0x21,
    /// <summary>FINDERINFO: what the Finder keeps of a file; text.</summary>
    FinderInfo = 0x22,
    /// <summary>ACL: access control list; text.</summary>
    AccessList = 0x30,
    /// <summary>ALIASFNAME: another name of the file; text.</summary>
    AliasName = 0x40,
    /// <summary>UNICODEFNAME: the name in UTF-8, from before UTF8OPT; text.</summary>
    UnicodeName = 0x41,
}
