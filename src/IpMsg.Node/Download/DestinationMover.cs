using System.IO;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>
/// Moves a complete entry to its destination. Without overwriting, the entry gets a free name. With overwriting, a file replaces a file, a
/// folder is merged into a folder, and both replace a link without following it. An entry of another kind stays; the new one gets a free
/// name.
/// </summary>
/// <param name="rules">The platform's name rules.</param>
/// <param name="overwrites">True to replace files and merge folders.</param>
/// <param name="renamed">Collects new names.</param>
internal sealed class DestinationMover(NameRules rules, bool overwrites, RenamedEntries renamed)
{
    // Another process can take the free name between choice and move, once for each try.
    private const int MaxTries = 100;

    /// <summary>Moves an entry and returns its final name.</summary>
    /// <param name="from">The folder that contains the entry.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="to">The destination folder.</param>
    /// <param name="newName">The preferred name.</param>
    /// <param name="displayPath">The preferred name with its path, for messages.</param>
    internal string Move(FolderHandle from, string name, FolderHandle to, string newName, string displayPath)
    {
        var kind = from.KindOf(name);
        if (kind is EntryKind.None or EntryKind.Link)
            throw new IOException($"'{from.Shown(name)}' was taken away or replaced by a link.");
        for (int tries = 0; tries < MaxTries; tries++)
        {
            if (TryMove(from, name, to, newName, displayPath, kind == EntryKind.Folder))
                return newName;
            var names = new FolderNames(rules);
            string? free = names.Reserve(newName, kind == EntryKind.Folder, candidate => to.KindOf(candidate) != EntryKind.None);
            if (free is null || !TryMoveNew(from, name, to, free, kind == EntryKind.Folder))
                continue;
            renamed.Add(newName, displayPath.Substring(0, displayPath.Length - newName.Length) + free, NameFlaws.None);
            return free;
        }
        throw new IOException($"There is no free name like '{to.Shown(newName)}'.");
    }

    private bool TryMove(FolderHandle from, string name, FolderHandle to, string newName, string displayPath, bool isFolder)
    {
        if (TryMoveNew(from, name, to, newName, isFolder))
            return true;
        if (!overwrites)
            return false;
        var present = to.KindOf(newName);
        if (!isFolder)
        {
            if (present is EntryKind.File or EntryKind.Link)
                FolderMoves.Replace(from, name, to, newName);
            return present is EntryKind.File or EntryKind.Link;
        }
        if (present == EntryKind.Link)
            return FolderRemoval.TryRemoveLink(to, newName) && TryMoveNew(from, name, to, newName, isFolder: true);
        if (present == EntryKind.Folder)
            Merge(from, name, to, newName, displayPath);
        return present == EntryKind.Folder;
    }

    private static bool TryMoveNew(FolderHandle from, string name, FolderHandle to, string newName, bool isFolder) =>
        isFolder ? FolderMoves.TryMoveFolder(from, name, to, newName) : FolderMoves.TryMoveFile(from, name, to, newName);

    private void Merge(FolderHandle from, string name, FolderHandle to, string newName, string displayPath)
    {
        var modified = from.ModifiedOf(name);
        using (var ours = from.Enter(name))
        using (var theirs = to.Enter(newName))
        {
            // Repeated until the folder is empty: some file systems skip entries while others are moved away.
            for (bool moves = true; moves;)
            {
                moves = false;
                foreach (string entry in ours.Names())
                {
                    if (ours.KindOf(entry) == EntryKind.None)
                        continue;
                    Move(ours, entry, theirs, entry, displayPath + "/" + entry);
                    moves = true;
                }
            }
            theirs.SetTimes(null, null, modified);
        }
        FolderRemoval.TryRemoveEmpty(from, name);
    }
}
