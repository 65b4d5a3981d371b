using System.Collections.Generic;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>Keeps what the user has to be told about names. A stranger's list, so it does not grow beyond what anybody reads.</summary>
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
