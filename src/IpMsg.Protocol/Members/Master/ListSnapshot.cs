using System.Collections.Generic;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>The pages of a master's list at one time, signed one after the other.</summary>
internal sealed class ListSnapshot
{
    /// <summary>An upper bound of the bytes of the hosts in a packet, which stays below 31 KiB (R128).</summary>
    internal const int MaxBytes = 24_000;

    private readonly IMasterWire _wire;
    private readonly List<ListPart> _pages = [];
    private readonly List<SignedPacket> _signed = [];
    private readonly Dictionary<int, SignedPacket?> _broadcasts = [];

    internal ListSnapshot(MasterList list, long version, long madeAt, IMasterWire wire)
    {
        _wire = wire;
        Version = version;
        MadeAt = madeAt;
        var hosts = new List<HostListEntry>();
        foreach (var host in list.All)
            hosts.Add(host.Entry);
        int start = 0;
        foreach (var page in Split(hosts))
        {
            _pages.Add(new ListPart(page, start, hosts.Count, version, null));
            start += page.Count;
        }
        SignNext();
    }

    /// <summary>The version of the list.</summary>
    internal long Version { get; }

    /// <summary>When it was made, in monotonic milliseconds.</summary>
    internal long MadeAt { get; }

    /// <summary>The number of pages.</summary>
    internal int Count => _pages.Count;

    /// <summary>A page; null while it is not signed.</summary>
    internal SignedPacket? Page(int index) => index < _signed.Count ? _signed[index] : null;

    /// <summary>A page as IPMSG_DIR_PACKET, for a whole segment; null while it is not signed.</summary>
    internal SignedPacket? Broadcast(int index)
    {
        if (_broadcasts.TryGetValue(index, out var broadcast))
            return broadcast;
        if (Page(index) is not { } page)
            return null;
        _broadcasts[index] = null;
        _wire.Sign(new ListChange(page), signed => _broadcasts[index] = signed);
        return _broadcasts[index];
    }

    /// <summary>Members in portions that fit into one packet each.</summary>
    internal static IEnumerable<IReadOnlyList<HostListEntry>> Split(IReadOnlyList<HostListEntry> hosts)
    {
        var portion = new List<HostListEntry>();
        int size = 0;
        foreach (var host in hosts)
        {
            int length = ListedHost.SizeOf(host);
            if (size + length > MaxBytes && portion.Count > 0)
            {
                yield return portion;
                (portion, size) = ([], 0);
            }
            portion.Add(host);
            size += length;
        }
        if (portion.Count > 0)
            yield return portion;
    }

    private void SignNext()
    {
        if (_signed.Count == _pages.Count)
            return;
        _wire.Sign(_pages[_signed.Count], signed =>
        {
            _signed.Add(signed);
            SignNext();
        });
    }
}
