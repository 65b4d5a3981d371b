using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The other endpoints of members: a machine may have several network cards, and former addresses (R26, R45).</summary>
internal sealed class OtherEndPoints
{
    // The network cards of one machine. More addresses are forged or outdated.
    private const int MaxPerMember = 4;

    private readonly Dictionary<NameKey, List<IPEndPoint>> _known = [];

    internal bool Contains(NameKey names, IPEndPoint endPoint) => _known.TryGetValue(names, out var others) && others.Contains(endPoint);

    internal void Add(NameKey names, IPEndPoint endPoint)
    {
        if (!_known.TryGetValue(names, out var others))
            _known[names] = others = [];
        others.Remove(endPoint);
        if (others.Count == MaxPerMember)
            others.RemoveAt(0);
        others.Add(endPoint);
    }

    internal void Remove(NameKey names) => _known.Remove(names);
}
