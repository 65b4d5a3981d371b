using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>Counts what belongs to each network, and in all.</summary>
internal sealed class NetworkCounts
{
    private readonly Dictionary<NetworkKey, int> _counts = [];

    internal int Count { get; private set; }

    internal int Of(NetworkKey network) => _counts.TryGetValue(network, out int count) ? count : 0;

    internal void Add(NetworkKey network)
    {
        _counts[network] = Of(network) + 1;
        Count++;
    }

    internal void Remove(NetworkKey network)
    {
        int rest = Of(network) - 1;
        if (rest > 0)
            _counts[network] = rest;
        else
            _counts.Remove(network);
        Count--;
    }
}
