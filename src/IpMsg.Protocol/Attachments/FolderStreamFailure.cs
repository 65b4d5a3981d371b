namespace IpMsg.Protocol.Attachments;

/// <summary>Why a folder stream cannot be read any further.</summary>
public enum FolderStreamFailure
{
    /// <summary>It can.</summary>
    None,
    /// <summary>A header that is none: no length, no numbers, or a length that does not end where the contents begin.</summary>
    MalformedHeader,
    /// <summary>A header beyond the limit.</summary>
    HeaderTooLong,
    /// <summary>Something else than the folder that was asked for (R86).</summary>
    NotAFolder,
    /// <summary>Something else than the file that was asked for (R83).</summary>
    NotAFile,
    /// <summary>The end of a folder where none was entered (R86).</summary>
    LeavesRoot,
    /// <summary>Folders within folders beyond the limit.</summary>
    TooDeep,
    /// <summary>More records than the limit.</summary>
    TooManyEntries,
    /// <summary>More contents than the limit.</summary>
    TooLarge,
    /// <summary>The peer closed the connection before the end (R87).</summary>
    Truncated,
}
