using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>What was wrong with a received file name.</summary>
[Flags]
public enum NameFlaws
{
    /// <summary>Nothing: the name is as it came.</summary>
    None = 0,
    /// <summary>Nothing that could be a name; rejected.</summary>
    Empty = 1 << 0,
    /// <summary>Dots that lead to this or another folder; rejected.</summary>
    Traversal = 1 << 1,
    /// <summary>A path from a root, a drive or a server on; rejected.</summary>
    AbsolutePath = 1 << 2,
    /// <summary>A slash or a backslash, replaced.</summary>
    Separator = 1 << 3,
    /// <summary>A colon that would name a drive or an alternate stream, replaced.</summary>
    DriveOrStream = 1 << 4,
    /// <summary>Another character that the platform does not allow, replaced.</summary>
    ForbiddenCharacter = 1 << 5,
    /// <summary>A control character, replaced.</summary>
    ControlCharacter = 1 << 6,
    /// <summary>A character that turns the direction of writing or is not seen at all, replaced.</summary>
    HiddenCharacter = 1 << 7,
    /// <summary>Half of a surrogate pair, or a code that is no character; replaced.</summary>
    BrokenCharacter = 1 << 8,
    /// <summary>Dots or spaces at the end, which the platform would drop by itself; removed.</summary>
    TrailingDotOrSpace = 1 << 9,
    /// <summary>The name of a device; an underscore put ahead.</summary>
    ReservedDevice = 1 << 10,
    /// <summary>Longer than a name may be; cut, the extension kept.</summary>
    TooLong = 1 << 11,
    /// <summary>Letters and marks apart that belong together; composed.</summary>
    NotNormalised = 1 << 12,
}
