namespace IpMsg.Protocol.Attachments;

/// <summary>What a <see cref="FolderStreamReader"/> found.</summary>
public enum FolderStreamEvent
{
    /// <summary>All input is consumed.</summary>
    NeedsMore,
    /// <summary>The record opens a folder; the first one is the folder that was asked for.</summary>
    EnterFolder,
    /// <summary>The record begins a file.</summary>
    BeginFile,
    /// <summary>The consumed bytes are contents of the file.</summary>
    Content,
    /// <summary>The file has all its bytes.</summary>
    EndFile,
    /// <summary>The innermost folder is left; the record has its attributes.</summary>
    LeaveFolder,
    /// <summary>The record is neither file nor folder; its contents are thrown away.</summary>
    Skip,
    /// <summary>Everything has been read.</summary>
    End,
    /// <summary>The stream cannot be read any further: see <see cref="FolderStreamReader.Failure"/>.</summary>
    Failed,
}
