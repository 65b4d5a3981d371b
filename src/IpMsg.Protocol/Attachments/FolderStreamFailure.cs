namespace IpMsg.Protocol.Attachments;

/// <summary>Why a folder stream is invalid.</summary>
public enum FolderStreamFailure
{
    /// <summary>The stream is valid so far.</summary>
    None,
    /// <summary>The header is invalid: it has no length or no numbers, or its length does not end where the contents begin.</summary>
    MalformedHeader,
    /// <summary>The header exceeds <see cref="FolderStreamLimits.MaxHeader"/>.</summary>
    HeaderTooLong,
    /// <summary>The first record is not a folder, although a folder was requested (R86).</summary>
    NotAFolder,
    /// <summary>The first record is not a file, although a file was requested (R83).</summary>
    NotAFile,
    /// <summary>A folder ends where none was entered (R86).</summary>
    LeavesRoot,
    /// <summary>The nesting of folders exceeds <see cref="FolderStreamLimits.MaxDepth"/>.</summary>
    TooDeep,
    /// <summary>The number of records exceeds <see cref="FolderStreamLimits.MaxEntries"/>.</summary>
    TooManyEntries,
    /// <summary>The contents exceed <see cref="FolderStreamLimits.MaxSize"/>.</summary>
    TooLarge,
    /// <summary>The peer closed the connection before the end (R87).</summary>
    Truncated,
}
