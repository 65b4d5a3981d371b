using System;
using System.Collections.Generic;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// The versions of a master's list: each change leads from one version to the next. Versions are packet numbers, which rise also over a
/// restart (R128).
/// </summary>
internal sealed class ListVersions(MemberContext context, IMasterWire wire)
{
    // A user that lacks more gets the whole list.
    private const int MaxKept = 256, MaxSent = 16;

    private readonly List<(long Base, SignedPacket Change)> _signed = [];
    private readonly Queue<ListPart> _waiting = [];
    private long _last;

    /// <summary>The current version: that of the last signed change.</summary>
    internal long Current { get; private set; }

    /// <summary>Receives each signed change.</summary>
    internal Action<SignedPacket> OnSigned { get; set; } = static _ => { };

    /// <summary>Adds changes of the list.</summary>
    internal void Add(IReadOnlyList<HostListEntry> changes)
    {
        foreach (var hosts in ListSnapshot.Split(changes))
        {
            long next = Math.Max(_last + 1, context.NextNumber());
            _waiting.Enqueue(new ListPart(hosts, 0, hosts.Count, next, _last));
            _last = next;
            if (_waiting.Count == 1)
                SignNext();
        }
    }

    /// <summary>The changes since a version; null when the whole list is needed.</summary>
    internal IReadOnlyList<SignedPacket>? Since(long version)
    {
        if (version == Current)
            return [];
        int first = _signed.FindIndex(each => each.Base == version);
        if (first < 0 || _signed.Count - first > MaxSent)
            return null;
        return _signed.GetRange(first, _signed.Count - first).ConvertAll(static each => each.Change);
    }

    // In order: a user that gets a change before the one that it follows asks for both.
    private void SignNext()
    {
        var part = _waiting.Peek();
        wire.Sign(part, signed =>
        {
            _waiting.Dequeue();
            if (_signed.Count >= MaxKept)
                _signed.RemoveAt(0);
            _signed.Add((part.Base!.Value, signed));
            Current = part.Version!.Value;
            OnSigned(signed);
            if (_waiting.Count > 0)
                SignNext();
        });
    }
}
