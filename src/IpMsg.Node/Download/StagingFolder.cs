using System;
using System.IO;
using System.Linq;
using System.Text;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Download;

/// <summary>
/// A folder of the user's alone inside the target folder, where everything is put until it is whole. A file in it says what it is for and
/// is locked, so that no two fetches share it. What is not ours under that name is left alone, and the next name is tried.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    /// <summary>The contents of a single file.</summary>
    internal const string Content = "content";

    /// <summary>The folder.</summary>
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

    /// <summary>The folder itself.</summary>
    internal FolderHandle Folder { get; }

    /// <summary>True when an earlier fetch of the same thing left something behind.</summary>
    internal bool IsLeftOver { get; private set; }

    /// <summary>True when what was left behind was of another file under the same number, and was thrown away.</summary>
    internal bool WasForOther { get; private set; }

    /// <summary>True to leave the contents for a later fetch.</summary>
    internal bool IsKept { get; set; }

    /// <summary>Makes the folder, or takes over one that an earlier fetch of the same order left behind.</summary>
    /// <param name="target">The folder in which it is to be.</param>
    /// <param name="request">What it is for.</param>
    /// <param name="keepsLeftOver">False to throw away what is left over.</param>
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
    /// Takes a folder that nobody has come back for, to be removed; null when it is not certainly ours, is in use, or is younger than that.
    /// </summary>
    internal static StagingFolder? TryOpenOld(FolderHandle target, string name, DateTimeOffset before)
    {
        if (!StagingName.IsMatch(name) || target.KindOf(name) != EntryKind.Folder || !IsOld(target, name, before))
            return null;
        if (TryOpen(target, name, isNew: false) is not { } staging)
            return null;
        // While it was not locked somebody may have gone on with it.
        staging.IsKept = !staging.IsOnlyOurs() || !IsOld(target, name, before);
        if (!staging.IsKept)
            return staging;
        staging.Dispose();
        return null;
    }

    public void Dispose()
    {
        // It stays locked until it is gone, or another fetch of the same order would take it over while it is being emptied. Only Windows
        // removes nothing that is open; nor does it remove it once somebody else has opened it.
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
            // Only once it is ours alone can it be relied on that its entries stay what they are. On a file system without owners a new
            // one has to do: in it only new files are made, and they follow no link.
            if ((folder.TryTakeOwnership() ? folder.KindOf(RequestFile) is EntryKind.None or EntryKind.File : isNew) && Lock(folder, isNew) is { } order)
                return new StagingFolder(target, name, folder, order);
            folder.Dispose();
        }
        // A link took its place, or a fetch is using it: the next name helps. It does not help against a full disk.
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            folder?.Dispose();
            if (isNew)
                FolderRemoval.TryRemoveEmpty(target, name);
            if (taken is IOException failure && DiskFailure.IsFull(failure))
                throw;
        }
        return null;
    }

    private static FileStream? Lock(FolderHandle folder, bool isNew)
    {
        var order = new FileStream(folder.PathOf(RequestFile), isNew ? FileMode.CreateNew : FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        // Elsewhere than on Windows it may have been removed between the opening and the locking, by the fetch that had it.
        if (Platform.IsWindows || SystemNative.IsAt(order.SafeFileHandle, folder.PathOf(RequestFile)))
            return order;
        order.Dispose();
        return null;
    }

    // Looked at without changing it: who it belongs to, and when anything in it was written last.
    private static bool IsOld(FolderHandle target, string name, DateTimeOffset before)
    {
        try
        {
            using var folder = target.Enter(name);
            return folder.IsOurs() && folder.KindOf(RequestFile) == EntryKind.File && target.ModifiedOf(name) < before
                && folder.ModifiedOf(RequestFile) < before && (folder.KindOf(Content) != EntryKind.File || folder.ModifiedOf(Content) < before);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool IsOnlyOurs()
    {
        byte[] start = new byte[32];
        int length = _requestFile.Read(start, 0, start.Length);
        return StagingName.IsDescription(Encoding.UTF8.GetString(start, 0, length)) && Folder.Names().All(static each => each is RequestFile or Content or Tree);
    }

    private void Prepare(string description, bool keepsLeftOver)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(description);
        bool hasContent = keepsLeftOver && Folder.KindOf(Content) == EntryKind.File;
        IsLeftOver = hasContent && IsRequest(wanted);
        WasForOther = hasContent && !IsLeftOver;
        if (IsLeftOver)
            return;
        FolderRemoval.Empty(Folder, except: RequestFile);
        _requestFile.SetLength(0);
        _requestFile.Write(wanted, 0, wanted.Length);
    }

    private bool IsRequest(byte[] wanted)
    {
        if (_requestFile.Length != wanted.Length)
            return false;
        byte[] found = new byte[wanted.Length];
        int length = 0;
        for (int read; length < found.Length && (read = _requestFile.Read(found, length, found.Length - length)) > 0;)
            length += read;
        return length == found.Length && found.AsSpan().SequenceEqual(wanted);
    }
}
