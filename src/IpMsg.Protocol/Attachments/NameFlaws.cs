using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>The flaws of a received file name.</summary>
[Flags]
public enum NameFlaws
{
    /// <summary>No flaw: the name is unchanged.</summary>
    None = 0,
    /// <summary>Empty or white space; rejected.</summary>
    Empty = 1 << 0,
    /// <summary>Dots that refer to this folder or a parent; rejected.</summary>
    Traversal = 1 << 1,
    /// <summary>A path that starts at a root, a drive or a server; rejected.</summary>
    AbsolutePath = 1 << 2,
    /// <summary>A slash or a backslash, replaced.</summary>
    Separator = 1 << 3,
    /// <summary>A colon that denotes a drive or an alternate stream, replaced.</summary>
    DriveOrStream = 1 << 4,
    /// <summary>Another character that the platform forbids, replaced.</summary>
    ForbiddenCharacter = 1 << 5,
    /// <summary>A control character, replaced.</summary>
    ControlCharacter = 1 << 6,
    /// <summary>An invisible character or a mark that changes the writing direction, replaced.</summary>
    HiddenCharacter = 1 << 7,
    /// <summary>Half of a surrogate pair, or a code point that is no character; replaced.</summary>
    BrokenCharacter = 1 << 8,
    /// <summary>Dots or spaces at the end, which Windows drops; removed.</summary>
    TrailingDotOrSpace = 1 << 9,
    /// <summary>A device name; prefixed with an underscore.</summary>
    ReservedDevice = 1 << 10,
    /// <summary>Too long for the platform; shortened, with its extension kept.</summary>
    TooLong = 1 << 11,
    /// <summary>Letters and combining marks as separate code points; composed.</summary>
    NotNormalised = 1 << 12,
}
