using System;
using System.Collections.Generic;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// The versions of a master's list: each change leads from one version to the next. They follow the clock, so that they rise over a restart
/// also when everything that was saved is lost (R128). Packet numbers may be a week ahead of the clock.
/// </summary>
internal sealed class ListVersions(MemberContext context, MasterList list, IMasterWire wire)
{
    // Eight minutes of changes, one every two seconds. Members that poll once a minute have a version of that time.
    private const int MaxKept = 256;

    private readonly List<SignedPacket> _signed = [];
    private readonly Queue<ListPart> _waiting = [];
    private readonly Dictionary<long, ChangesSince?> _since = [];
    private long _last;

    /// <summary>The current version: that of the last signed change.</summary>
    internal long Current { get; private set; }

    /// <summary>Receives each signed change.</summary>
    internal Action<SignedPacket> OnSigned { get; set; } = static _ => { };

    /// <summary>
    /// Begins above the clock, and above the version that an earlier process has saved. It may have distributed later changes, which are
    /// not in the saved list, so no change leads from its versions to this one: users get the list.
    /// </summary>
    internal void Begin(long saved) => Current = _last = Math.Max(saved, Clock) + 1;

    /// <summary>Adds changes of the list.</summary>
    internal void Add(IReadOnlyList<HostListEntry> changes)
    {
        foreach (var hosts in ListSnapshot.Split(changes))
        {
            long next = Math.Max(_last + 1, Clock);
            _waiting.Enqueue(new ListPart(hosts, 0, hosts.Count, next, _last));
            _last = next;
            if (_waiting.Count == 1)
                SignNext();
        }
    }

    /// <summary>What has changed since a version; null when the version is too old, and when the whole list is shorter.</summary>
    internal ChangesSince? Since(long version)
    {
        if (version == Current)
            return ChangesSince.None;
        if (!_since.TryGetValue(version, out var changes))
            _since[version] = changes = Merge(version);
        return changes;
    }

    private long Clock => context.Now.Wall.ToUnixTimeSeconds();

    private ChangesSince? Merge(long version)
    {
        int first = _signed.FindIndex(each => Part(each).Base == version);
        if (first < 0)
            return null;
        var changes = new ChangesSince(_signed.GetRange(first, _signed.Count - first), wire);
        return changes.Packets > 1 && 2 * changes.Hosts > list.Count ? null : changes;
    }

    // In order: a user that gets a change before the one that it follows has to keep it.
    private void SignNext()
    {
        var part = _waiting.Peek();
        wire.Sign(part, signed =>
        {
            _waiting.Dequeue();
            if (_signed.Count >= MaxKept)
                _signed.RemoveAt(0);
            _signed.Add(signed);
            _since.Clear();
            Current = part.Version!.Value;
            OnSigned(signed);
            if (_waiting.Count > 0)
                SignNext();
        });
    }

    private static ListPart Part(SignedPacket change) => (ListPart)change.Packet;
}
