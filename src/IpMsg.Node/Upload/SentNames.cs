using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node.Upload;

/// <summary>The names under which an offered file, or a folder and its entries, are sent (R115).</summary>
internal sealed class SentNames
{
    // The reference client's mark for unreadable files (R81).
    private const string CannotOpen = " (Can't open)";

    private readonly Offer _offer;
    private readonly SentDifferences _differences;
    private readonly Stack<Level> _levels = new();

    /// <param name="offer">The offer.</param>
    /// <param name="differences">Gets the entries whose names are replaced.</param>
    internal SentNames(Offer offer, SentDifferences differences)
    {
        _offer = offer;
        _differences = differences;
    }

    /// <summary>The name of a folder; the names that follow are those of its entries.</summary>
    internal string Enter(DiskEntry folder)
    {
        string path = _levels.Count == 0 ? "" : Path.Combine(_levels.Peek().Path, folder.Name);
        string name = Of(folder);
        _levels.Push(new Level(path, new OfferedNames(_offer.KeepsNames, () => NamesIn(folder))));
        return name;
    }

    /// <summary>Leaves the folder that was entered last.</summary>
    internal void Leave() => _levels.Pop();

    /// <summary>The name of an entry. The first one has the name in the attachment list.</summary>
    internal string Of(DiskEntry entry)
    {
        if (_levels.Count == 0)
            return _offer.Attachment.Name;
        var level = _levels.Peek();
        string name = level.Names.Of(entry.Name, entry.Kind == EntryKind.Folder);
        if (name != entry.Name)
            _differences.AddReplaced(Path.Combine(level.Path, entry.Name), name);
        return name;
    }

    /// <summary>The name of an entry that cannot be read.</summary>
    internal string OfUnreadable(DiskEntry entry)
    {
        string name = Of(entry);
        return name.Length + CannotOpen.Length <= NameRules.MaxLength || _offer.KeepsNames
            ? name + CannotOpen
            : NameLength.Fit(name, name.Length, CannotOpen, NameRules.Windows);
    }

    private static IEnumerable<string> NamesIn(DiskEntry folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(SystemPath.Of(folder.Path)).Select(Path.GetFileName)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The walk reports it.
            return [];
        }
    }

    private readonly record struct Level(string Path, OfferedNames Names);
}
