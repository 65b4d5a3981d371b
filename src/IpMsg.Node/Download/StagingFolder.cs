using System;
using System.IO;
using System.Linq;
using System.Text;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>
/// A private folder inside the target folder for incomplete downloads. A locked file in it describes the request, so that no two downloads
/// share the folder. When a folder with that name is not ours, the next name is used.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    /// <summary>The name of the content of a single file.</summary>
    internal const string Content = "content";

    /// <summary>The name of a downloaded folder.</summary>
    internal const string Tree = "tree";

    private const string RequestFile = "order";
    private const int MaxNames = 10;

    private readonly FolderHandle _target;
    private readonly string _name;
    private readonly FileStream _requestFile;

    private StagingFolder(FolderHandle target, string name, FolderHandle folder, FileStream order)
    {
        _target = target;
        _name = name;
        Folder = folder;
        _requestFile = order;
    }

    /// <summary>The open folder.</summary>
    internal FolderHandle Folder { get; }

    /// <summary>True when an earlier download of the same request left content.</summary>
    internal bool IsLeftOver { get; private set; }

    /// <summary>True when an earlier download had the same offer number but another file, so that its content was removed.</summary>
    internal bool WasForOther { get; private set; }

    /// <summary>True to keep the content for a later download.</summary>
    internal bool IsKept { get; set; }

    /// <summary>Creates the folder, or opens the one of an earlier download of the same request.</summary>
    /// <param name="target">The folder that contains it.</param>
    /// <param name="request">The request.</param>
    /// <param name="keepsLeftOver">False to remove content of an earlier download.</param>
    internal static StagingFolder Open(FolderHandle target, DownloadRequest request, bool keepsLeftOver)
    {
        string first = StagingName.Of(request);
        for (int number = 1; number <= MaxNames; number++)
        {
            string name = number == 1 ? first : first + "-" + number;
            bool isNew = target.TryCreateFolder(name, LibC.UserOnlyFolder);
            if (!isNew && target.KindOf(name) != EntryKind.Folder || TryOpen(target, name, isNew) is not { } staging)
                continue;
            try
            {
                staging.Prepare(StagingName.Description(request), keepsLeftOver);
                return staging;
            }
            catch
            {
                staging.Dispose();
                throw;
            }
        }
        throw new IOException($"'{target.Shown(first)}' and the names like it are in use.");
    }

    /// <summary>
    /// Opens an abandoned folder for removal. Returns null when it may not be ours, is in use, or is not old, and when it was not marked as
    /// old a week before <paramref name="now"/>.
    /// </summary>
    internal static StagingFolder? TryOpenOld(FolderHandle target, string name, DateTimeOffset now)
    {
        var before = now - StagingCleanup.Age;
        if (!StagingName.IsMatch(name) || target.KindOf(name) != EntryKind.Folder || !IsOld(target, name, before))
            return null;
        if (TryOpen(target, name, isNew: false) is not { } staging)
            return null;
        // A download may have resumed it before it was locked.
        staging.IsKept = !staging.IsOnlyOurs() || !IsOld(target, name, before) || !staging.WasMarked(now);
        if (!staging.IsKept)
            return staging;
        staging.Dispose();
        return null;
    }

    public void Dispose()
    {
        // The folder stays locked until it is removed; otherwise a download of the same request could open it meanwhile. Windows cannot
        // remove open files, and keeps a deleted folder while another handle is open.
        if (!IsKept)
            FolderRemoval.Empty(Folder, except: RequestFile);
        if (Platform.IsWindows)
            _requestFile.Dispose();
        if (!IsKept)
            FolderRemoval.Remove(Folder, RequestFile);
        Folder.Dispose();
        if (!IsKept)
            FolderRemoval.TryRemoveEmpty(_target, _name);
        _requestFile.Dispose();
    }

    private static StagingFolder? TryOpen(FolderHandle target, string name, bool isNew)
    {
        FolderHandle? folder = null;
        try
        {
            folder = target.Enter(name);
            // Entries keep their identity only in a folder of our own. On a file system without owners, a new folder is enough: only new
            // files are created in it, and they follow no link.
            bool isSafe = folder.TryTakeOwnership() ? folder.KindOf(RequestFile) is EntryKind.None or EntryKind.File : isNew;
            if (isSafe && Lock(folder, isNew) is { } requestFile)
                return new StagingFolder(target, name, folder, requestFile);
            folder.Dispose();
        }
        // A link has taken its place, or another download uses it. The next name helps then, but not against a full disk.
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            folder?.Dispose();
            if (isNew)
                FolderRemoval.TryRemoveEmpty(target, name);
            if (reason is IOException failure && DiskFailure.IsFull(failure))
                throw;
        }
        return null;
    }

    private static FileStream? Lock(FolderHandle folder, bool isNew)
    {
        string path = folder.PathOf(RequestFile);
        var mode = isNew ? FileMode.CreateNew : FileMode.OpenOrCreate;
        var requestFile = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, 1);
        // On Unix the download that had the folder may have removed it between opening and locking.
        if (Platform.IsWindows || SystemNative.IsAt(requestFile.SafeFileHandle, path))
            return requestFile;
        requestFile.Dispose();
        return null;
    }

    // Checks owner and times without changing anything.
    private static bool IsOld(FolderHandle target, string name, DateTimeOffset before)
    {
        try
        {
            using var folder = target.Enter(name);
            return folder.IsOurs() && target.ModifiedOf(name) < before && folder.KindOf(RequestFile) == EntryKind.File
                && (folder.KindOf(Content) != EntryKind.File || folder.ModifiedOf(Content) < before);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// True when the folder was marked a week ago. Marks it otherwise: its request file is then newer than all the rest, which a download
    /// does not do, and which changes nothing else.
    /// </summary>
    private bool WasMarked(DateTimeOffset now)
    {
        var mark = Folder.ModifiedOf(RequestFile);
        bool isMarked = mark <= now && mark > _target.ModifiedOf(_name)
            && (Folder.KindOf(Content) != EntryKind.File || mark > Folder.ModifiedOf(Content));
        if (!isMarked)
            PathTimes.SetFile(Folder.PathOf(RequestFile), null, null, now);
        return isMarked && now - mark >= StagingCleanup.MarkAge;
    }

    private bool IsOnlyOurs()
    {
        byte[] start = new byte[32];
        int length = _requestFile.Read(start, 0, start.Length);
        return StagingName.IsDescription(Encoding.UTF8.GetString(start, 0, length))
            && Folder.Names().All(static each => each is RequestFile or Content or Tree);
    }

    private void Prepare(string description, bool keepsLeftOver)
    {
        byte[] expected = Encoding.UTF8.GetBytes(description);
        bool hasContent = keepsLeftOver && Folder.KindOf(Content) == EntryKind.File;
        IsLeftOver = hasContent && IsRequest(expected);
        WasForOther = hasContent && !IsLeftOver;
        if (IsLeftOver)
            return;
        FolderRemoval.Empty(Folder, except: RequestFile);
        _requestFile.SetLength(0);
        _requestFile.Write(expected, 0, expected.Length);
    }

    private bool IsRequest(byte[] expected)
    {
        if (_requestFile.Length != expected.Length)
            return false;
        byte[] found = new byte[expected.Length];
        int length = 0;
        for (int read; length < found.Length && (read = _requestFile.Read(found, length, found.Length - length)) > 0;)
            length += read;
        return length == found.Length && found.AsSpan().SequenceEqual(expected);
    }
}
