using System.IO;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>
/// Moves what is whole to where it belongs. Without overwriting everything gets a free name; with it a file replaces a file, a folder is
/// merged into a folder, and a link is replaced by either and never followed. What is of another kind is in the way and stays.
/// </summary>
/// <param name="rules">What names have to be like.</param>
/// <param name="overwrites">True to replace and to merge.</param>
/// <param name="renamed">Hears of new names.</param>
internal sealed class DestinationMover(NameRules rules, bool overwrites, RenamedEntries renamed)
{
    // So often can somebody else take the name that we were about to use.
    private const int MaxTries = 100;

    /// <summary>Moves an entry; returns its name.</summary>
    /// <param name="from">Where it is.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="wanted">What it is to be called.</param>
    /// <param name="shown">That name with the folders that it is in.</param>
    internal string Move(FolderHandle from, string name, FolderHandle to, string wanted, string shown)
    {
        var kind = from.KindOf(name);
        if (kind is EntryKind.None or EntryKind.Link)
            throw new IOException($"'{from.Shown(name)}' was taken away or replaced by a link.");
        for (int tries = 0; tries < MaxTries; tries++)
        {
            if (TryMove(from, name, to, wanted, shown, kind == EntryKind.Folder))
                return wanted;
            string? free = new FolderNames(rules).Reserve(wanted, kind == EntryKind.Folder, candidate => to.KindOf(candidate) != EntryKind.None);
            if (free is null || !TryMoveNew(from, name, to, free, kind == EntryKind.Folder))
                continue;
            renamed.Add(wanted, shown.Substring(0, shown.Length - wanted.Length) + free, NameFlaws.None);
            return free;
        }
        throw new IOException($"There is no free name like '{to.Shown(wanted)}'.");
    }

    private bool TryMove(FolderHandle from, string name, FolderHandle to, string wanted, string shown, bool isFolder)
    {
        if (TryMoveNew(from, name, to, wanted, isFolder))
            return true;
        if (!overwrites)
            return false;
        var present = to.KindOf(wanted);
        if (!isFolder)
        {
            if (present is EntryKind.File or EntryKind.Link)
                FolderMoves.Replace(from, name, to, wanted);
            return present is EntryKind.File or EntryKind.Link;
        }
        if (present == EntryKind.Link)
            return FolderRemoval.TryRemoveLink(to, wanted) && TryMoveNew(from, name, to, wanted, isFolder: true);
        if (present == EntryKind.Folder)
            Merge(from, name, to, wanted, shown);
        return present == EntryKind.Folder;
    }

    private static bool TryMoveNew(FolderHandle from, string name, FolderHandle to, string wanted, bool isFolder) =>
        isFolder ? FolderMoves.TryMoveFolder(from, name, to, wanted) : FolderMoves.TryMoveFile(from, name, to, wanted);

    private void Merge(FolderHandle from, string name, FolderHandle to, string wanted, string shown)
    {
        var modified = from.ModifiedOf(name);
        using (var ours = from.Enter(name))
        using (var theirs = to.Enter(wanted))
        {
            // Read anew until it is empty: moving entries may hide others from whoever is reading the folder.
            for (bool moves = true; moves;)
            {
                moves = false;
                foreach (string entry in ours.Names())
                {
                    if (ours.KindOf(entry) == EntryKind.None)
                        continue;
                    Move(ours, entry, theirs, entry, shown + "/" + entry);
                    moves = true;
                }
            }
            theirs.SetTimes(null, null, modified);
        }
        FolderRemoval.TryRemoveEmpty(from, name);
    }
}
