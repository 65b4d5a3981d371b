using System.Collections.Generic;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>Collects renamed and skipped entries for the user. The list is limited, because a peer controls its length.</summary>
internal sealed class RenamedEntries
{
    private readonly List<RenamedEntry> _entries = [];

    internal IReadOnlyList<RenamedEntry> Names => _entries;

    internal long Count { get; private set; }

    internal void Add(string received, string? path, NameFlaws flaws)
    {
        if (Count++ < DownloadResult.MaxNames)
            _entries.Add(new RenamedEntry(received, path, flaws));
    }
}
