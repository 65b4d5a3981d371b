using System.Collections.Generic;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>Keeps what the user has to be told about names. A stranger's list, so it does not grow beyond what anybody reads.</summary>
internal sealed class FetchNotes
{
    private readonly List<FetchedName> _names = [];

    internal IReadOnlyList<FetchedName> Names => _names;

    internal long Count { get; private set; }

    internal void Add(string received, string? path, NameFlaws flaws)
    {
        if (Count++ < FetchResult.MostNames)
            _names.Add(new FetchedName(received, path, flaws));
    }
}
