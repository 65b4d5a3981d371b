namespace IpMsg.Protocol.Attachments;

/// <summary>What a <see cref="FolderStreamReader"/> has read.</summary>
public enum FolderStreamEvent
{
    /// <summary>All input is consumed.</summary>
    NeedsMore,
    /// <summary>The record opens a folder. The first one is the requested folder.</summary>
    EnterFolder,
    /// <summary>The record begins a file.</summary>
    BeginFile,
    /// <summary>The consumed bytes are contents of the file.</summary>
    Content,
    /// <summary>The file is complete.</summary>
    EndFile,
    /// <summary>The innermost folder ends; the record has its attributes.</summary>
    LeaveFolder,
    /// <summary>The record is neither file nor folder. The reader discards its contents.</summary>
    Skip,
    /// <summary>The stream is complete.</summary>
    End,
    /// <summary>The stream is invalid: see <see cref="FolderStreamReader.Failure"/>.</summary>
    Failed,
}
