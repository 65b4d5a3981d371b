using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Upload;

/// <summary>
/// Walks through a folder and everything below it. Follows links that stay inside the folder. Skips devices, pipes and sockets.
/// </summary>
internal sealed class FolderWalk : IDisposable
{
    // Our own limit for receiving; the length of paths allows no more on most systems.
    private const int MaxDepth = 128;

    private readonly Stack<Level> _levels = new();
    private readonly DiskEntry _folder;
    private readonly string _real;
    private bool _isBegun;

    /// <param name="folder">The folder.</param>
    /// <param name="differences">Gets what is left out or cannot be read.</param>
    /// <exception cref="TransferException">The folder is not there any more.</exception>
    internal FolderWalk(DiskEntry folder, SentDifferences differences)
    {
        _folder = folder;
        Differences = differences;
        _real = RealPath.Of(folder.Path) ?? throw new TransferException("'" + folder.Name + "' is not there any more.");
    }

    /// <summary>What was left out or could not be read.</summary>
    internal SentDifferences Differences { get; }

    /// <summary>The next step; null after the folder itself has been left.</summary>
    /// <exception cref="TransferException">A folder vanished during the walk.</exception>
    internal FolderStep? Next()
    {
        if (!_isBegun)
        {
            _isBegun = true;
            return Enter(_folder, _real, isBehindLink: false);
        }
        while (_levels.Count > 0)
        {
            var level = _levels.Peek();
            if (!TryNext(level, out string path))
            {
                _levels.Pop().Names?.Dispose();
                return new FolderStep(FolderStepKind.Leave, level.Folder);
            }
            if (Examine(level, path) is { } step)
                return step;
        }
        return null;
    }

    /// <summary>Skips the folder that was entered last.</summary>
    internal void Skip()
    {
        var level = _levels.Pop();
        level.Names?.Dispose();
        Differences.AddSkipped(level.Folder.Name);
    }

    public void Dispose()
    {
        foreach (var level in _levels)
            level.Names?.Dispose();
    }

    private FolderStep? Examine(Level level, string path)
    {
        var entry = DiskEntry.At(path);
        string? target = null;
        bool isLink = entry.Kind == EntryKind.Link;
        if (isLink)
        {
            target = Follow(level, path);
            if (target is null)
                return null;
            entry = DiskEntry.At(path, followsLink: true);
        }
        switch (entry.Kind)
        {
            case EntryKind.File:
                return new FolderStep(FolderStepKind.File, entry);
            case EntryKind.Unreadable:
            // Listed but not found: the name is invalid in the system's encoding.
            case EntryKind.None when path.IndexOf('\uFFFD') >= 0:
                return new FolderStep(FolderStepKind.Unreadable, entry);
            // Behind a link, links to folders are skipped: two links in each of a hundred folders would give 2^100 paths.
            case EntryKind.Folder when _levels.Count < MaxDepth && !(isLink && level.IsBehindLink):
                return Enter(entry, target ?? Path.Combine(level.Real, entry.Name), isLink || level.IsBehindLink);
            case EntryKind.Folder or EntryKind.Other:
                Differences.AddSkipped(entry.Name);
                return null;
            default:
                return null;
        }
    }

    /// <summary>
    /// The target of a link; null when the link is skipped: it leads out of the offered folder, or to a folder that contains it.
    /// </summary>
    private string? Follow(Level level, string path)
    {
        if (RealPath.Of(path) is { } target && RealPath.IsWithin(target, _real) && !RealPath.IsWithin(level.Real, target))
            return target;
        Differences.AddSkipped(Path.GetFileName(path));
        return null;
    }

    private FolderStep Enter(DiskEntry folder, string real, bool isBehindLink)
    {
        IEnumerator<string>? names = null;
        try
        {
            names = Directory.EnumerateFileSystemEntries(SystemPath.Of(folder.Path)).GetEnumerator();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            ThrowIfUnreadable(folder, exception);
        }
        _levels.Push(new Level(folder, real, isBehindLink, names));
        return new FolderStep(FolderStepKind.Enter, folder);
    }

    private bool TryNext(Level level, out string path)
    {
        path = "";
        try
        {
            if (level.Names?.MoveNext() != true)
                return false;
            path = level.Names.Current;
            return true;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            ThrowIfUnreadable(level.Folder, exception);
            return false;
        }
    }

    // A folder without read permission counts as empty. For other errors it is unknown what is missing.
    private void ThrowIfUnreadable(DiskEntry folder, Exception refused)
    {
        if (refused is not UnauthorizedAccessException)
            throw new TransferException("'" + folder.Name + "' cannot be listed any more: " + refused.Message);
        Differences.AddSkipped(folder.Name);
    }

    private sealed record Level(DiskEntry Folder, string Real, bool IsBehindLink, IEnumerator<string>? Names);
}
