using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Upload;

/// <summary>
/// The way through a folder and all below it, step by step. Links are followed where they stay inside the folder; devices, pipes and
/// sockets are passed over.
/// </summary>
internal sealed class FolderWalk : IDisposable
{
    // What a recipient such as we puts up with, and more than any path has.
    private const int MaxDepth = 128;

    private readonly Stack<Level> _levels = new();
    private readonly DiskEntry _folder;
    private readonly string _real;
    private bool _isBegun;

    /// <param name="folder">The folder.</param>
    /// <exception cref="TransferException">It leads nowhere.</exception>
    internal FolderWalk(DiskEntry folder)
    {
        _folder = folder;
        _real = RealPath.Of(folder.Path) ?? throw new TransferException("'" + folder.Name + "' is not there any more.");
    }

    /// <summary>What was left out or could not be read.</summary>
    internal SkippedEntries SkippedEntries { get; } = new();

    /// <summary>The next step; null when the folder has been left again.</summary>
    /// <exception cref="TransferException">A folder vanished on the way.</exception>
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

    /// <summary>Passes over the folder that was entered last, as if it were not there.</summary>
    internal void Skip()
    {
        var level = _levels.Pop();
        level.Names?.Dispose();
        SkippedEntries.Add(level.Folder.Name);
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
        bool isLink = entry.Kind == DiskKind.Link;
        if (isLink)
        {
            target = Follow(level, path);
            if (target is null)
                return null;
            entry = DiskEntry.At(path, followsLink: true);
        }
        switch (entry.Kind)
        {
            case DiskKind.File:
                return new FolderStep(FolderStepKind.File, entry);
            case DiskKind.Unreadable:
            // Listed and yet not to be found: a name that is no text in the system's encoding.
            case DiskKind.Missing when path.IndexOf('\uFFFD') >= 0:
                return new FolderStep(FolderStepKind.Unreadable, entry);
            // Behind a link no further links to folders are followed: two in each of a hundred folders would make more than the world has room for.
            case DiskKind.Folder when _levels.Count < MaxDepth && !(isLink && level.IsBehindLink):
                return Enter(entry, target ?? Path.Combine(level.Real, entry.Name), isLink || level.IsBehindLink);
            case DiskKind.Folder or DiskKind.Other:
                SkippedEntries.Add(entry.Name);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Where a link leads; null when it is not to be followed: out of what was offered, or up to a folder that it is in itself.</summary>
    private string? Follow(Level level, string path)
    {
        if (RealPath.Of(path) is { } target && RealPath.IsWithin(target, _real) && !RealPath.IsWithin(level.Real, target))
            return target;
        SkippedEntries.Add(Path.GetFileName(path));
        return null;
    }

    private FolderStep Enter(DiskEntry folder, string real, bool isBehindLink)
    {
        IEnumerator<string>? names = null;
        try
        {
            names = Directory.EnumerateFileSystemEntries(folder.Path).GetEnumerator();
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            ThrowIfUnreadable(folder, refused);
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
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            ThrowIfUnreadable(level.Folder, refused);
            return false;
        }
    }

    // A folder that may not be read is empty to us; of one that is gone or broken nobody knows what is missing.
    private void ThrowIfUnreadable(DiskEntry folder, Exception refused)
    {
        if (refused is not UnauthorizedAccessException)
            throw new TransferException("'" + folder.Name + "' cannot be listed any more: " + refused.Message);
        SkippedEntries.Add(folder.Name);
    }

    private sealed record Level(DiskEntry Folder, string Real, bool IsBehindLink, IEnumerator<string>? Names);
}
