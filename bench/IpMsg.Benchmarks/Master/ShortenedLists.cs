using System;
using System.Collections.Generic;
using System.Net;
using System.Runtime.CompilerServices;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Benchmarks.Master;

/// <summary>
/// The packets of a master without the members in them: pages of one member, and changes of none, with the same versions and signed by the
/// same key. A member whose list is one of these behaves towards the master as with the whole one, and takes no memory for it.
/// </summary>
internal sealed class ShortenedLists(MemberSettings settings, OwnKeys keys, HostListEntry master)
{
    private readonly MemberContext _context = new(settings, new RisingNumbers(), new SeededRandom(1));
    private readonly Dictionary<(long Version, long Base, int Start, bool IsLast, Command Command), byte[]> _made = [];
    private readonly ConditionalWeakTable<byte[], ReadDatagram> _read = [];

    /// <summary>What an arriving datagram is for. A broadcast is read once for all its recipients.</summary>
    internal TrafficKind KindOf(byte[] datagram, bool isWithinSegment) =>
        datagram.AsSpan().StartsWith("IP2:"u8)
            ? _read.GetValue(datagram, Read).Kind
            : TrafficKinds.Of(datagram, isWithinSegment);

    /// <summary>The short form of a datagram that carries a part of the list; null for other datagrams.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="pages">The pages that its recipient has.</param>
    /// <param name="asksForList">True when its recipient takes pages.</param>
    internal byte[]? Of(byte[] datagram, PageCount pages, bool asksForList) =>
        datagram.AsSpan().StartsWith("IP2:"u8) && _read.GetValue(datagram, Read) is { Head: { } head } read
            ? Of(head, read.Command, pages, asksForList)
            : null;

    private static ReadDatagram Read(byte[] datagram)
    {
        var kind = TrafficKinds.Of(datagram, isWithinSegment: false);
        if (!IpDict.TryRead(datagram, out var dict) || MasterDict.CommandOf(dict) is not { } command)
            return new ReadDatagram(kind, default, null);
        ListPartHead? head = command switch
        {
            Command.AnswerListDict => ListPartHead.Read(dict),
            Command.DirPacket when dict.TryGetDict(MasterDictKeys.Wrapped, out var list) => ListPartHead.Read(list),
            Command.DirAgentPacket when dict.TryGetDict(MasterDictKeys.Wrapped, out var change)
                && change.TryGetDict(MasterDictKeys.Wrapped, out var list) => ListPartHead.Read(list),
            _ => null,
        };
        return new ReadDatagram(kind, command, head);
    }

    private byte[]? Of(in ListPartHead head, Command command, PageCount pages, bool asksForList)
    {
        bool isLast = head.Base is null && asksForList && pages.Add(head);
        var key = (head.Version, head.Base ?? -1, head.Start, isLast, command);
        if (_made.TryGetValue(key, out byte[]? made))
            return made;
        // A page has one member, and the last one says that there are no more.
        IReadOnlyList<HostListEntry> hosts = head.Base is null ? [master] : [];
        int total = head.Base is not null ? head.Total : isLast ? 1 : int.MaxValue;
        var part = Sign(new ListPart(hosts, head.Start, total, head.Version, head.Base), head.Number);
        return _made[key] = command switch
        {
            Command.AnswerListDict => part.Bytes,
            Command.DirPacket => Sign(new ListChange(part), head.Number).Bytes,
            _ => Rebroadcast(Sign(new ListChange(part), head.Number), head.Number),
        };
    }

    private SignedPacket Sign(MasterPacket packet, uint number)
    {
        var dict = MasterDict.Write(_context, packet, number);
        return new SignedPacket(packet, master, keys.Usual!.Public, number, IpDictSignature.Sign(dict, keys)!);
    }

    private sealed record ReadDatagram(TrafficKind Kind, Command Command, ListPartHead? Head);

    private byte[] Rebroadcast(SignedPacket change, uint number)
    {
        var dict = MasterDict.Begin(_context, Command.DirAgentPacket, number);
        WrappedDict.Write(dict, change);
        return dict.ToArray();
    }
}

/// <summary>What a part of the list says about itself.</summary>
internal readonly record struct ListPartHead(uint Number, int Start, int Count, int Total, long Version, long? Base)
{
    internal static ListPartHead? Read(in IpDict dict)
    {
        if (!dict.TryGetUInt32(IpDictKeys.Number, out uint number)
            || !dict.TryGetNumber(MasterDictKeys.Start, out long start)
            || !dict.TryGetNumber(MasterDictKeys.Count, out long count)
            || !dict.TryGetNumber(MasterDictKeys.Total, out long total)
            || !dict.TryGetNumber(MasterDictKeys.ListVersion, out long version))
            return null;
        return new ListPartHead(number, (int)start, (int)count, (int)total, version,
            dict.TryGetNumber(MasterDictKeys.ListBase, out long from) ? from : null);
    }
}

/// <summary>The pages of one version that a member has received.</summary>
internal sealed class PageCount
{
    private readonly HashSet<int> _starts = [];
    private long _version;
    private int _count;

    /// <summary>Counts a page. True when the list is complete with it.</summary>
    internal bool Add(in ListPartHead page)
    {
        if (page.Version < _version)
            return false;
        if (page.Version > _version)
        {
            _starts.Clear();
            (_version, _count) = (page.Version, 0);
        }
        if (_starts.Add(page.Start))
            _count += page.Count;
        return _count >= page.Total;
    }
}
