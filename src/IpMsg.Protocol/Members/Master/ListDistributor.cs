using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Limits;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// Sends the list of a master to members that have none, and the changes that others lack (R128). Segments take turns, so one with many
/// newcomers does not delay the others. To many newcomers of a segment the pages go once, through the agent of the segment.
/// </summary>
internal sealed class ListDistributor(
    MemberContext context, MasterList list, ListVersions versions, SegmentBroadcast broadcast, IMasterWire wire) : ProtocolTimer
{
    // A page has some 24,000 bytes.
    private const int PagesPerSecond = 512, Burst = 32;
    private const int IntervalMs = 50;
    private const int RepeatMs = 7_000;
    private const int MaxWaiting = 16_384;

    // A broadcast page reaches everybody in the segment. Members check 8 signatures a second of an agent that has not answered them.
    private const int MinShared = 8, SharedPagesPerSecond = 6;

    // After two transmissions to the segment the agent, or the network, may lose them.
    private const int MaxShared = 2, ForgetMs = 60_000;

    // Until then newcomers get the same pages, and the changes behind them.
    private const int SnapshotMs = 20_000, MinSnapshotMs = 5_000;

    private readonly Rate _rate = new(PagesPerSecond, Burst);
    private readonly Rate _sharedRate = new(SharedPagesPerSecond, SharedPagesPerSecond);
    private readonly Dictionary<Segment, ListQueue> _queues = [];
    private readonly Queue<(Segment Segment, ListQueue Queue)> _turns = [];
    private readonly HashSet<IPEndPoint> _waiting = [];
    private readonly Dictionary<IPEndPoint, (long At, int Shared)> _sent = [];
    private readonly Dictionary<IPEndPoint, (long At, int Shared)> _changesSent = [];
    private ListSnapshot? _snapshot;
    private SignedPacket? _current;
    private long _usedUntil;

    /// <summary>The number of members that wait for the list.</summary>
    internal int Waiting => _waiting.Count;

    /// <summary>Answers a poll: what the user lacks, or that it lacks nothing.</summary>
    internal void Answer(IPEndPoint to, long? version)
    {
        if (version is null || versions.Since(version.Value) is not { } changes)
        {
            Push(to);
            return;
        }
        if (changes.Packets == 0)
        {
            Confirm(to);
            return;
        }
        // Changes have many packets, and a poll may come with the address of another member.
        if (IsRecent(_changesSent, to))
            return;
        Note(_changesSent, to, shared: 0);
        changes.SendTo(to);
    }

    /// <summary>Sends the whole list, unless it was sent within seven seconds.</summary>
    internal void Push(IPEndPoint to)
    {
        if (_waiting.Contains(to) || IsRecent(_sent, to) || list.Count == 0 || _waiting.Count >= MaxWaiting)
            return;
        _waiting.Add(to);
        var segment = broadcast.SegmentOf(to.Address);
        if (!_queues.TryGetValue(segment, out var queue))
        {
            _queues[segment] = queue = new ListQueue();
            _turns.Enqueue((segment, queue));
        }
        long now = context.Now.Milliseconds;
        bool mayShare = !_sent.TryGetValue(to, out var sent) || now - sent.At >= ForgetMs || sent.Shared < MaxShared;
        queue.Add(new Newcomer(to, now, mayShare));
        if (_waiting.Count == 1)
            OnExpired();
    }

    internal override void OnExpired()
    {
        for (int idle = 0; idle < _turns.Count && !context.IsLeaving && _rate.Allows(_usedUntil, context.Now);)
        {
            var (segment, queue) = _turns.Dequeue();
            bool hasSent = TrySend(segment, queue);
            if (queue.HasWork)
                _turns.Enqueue((segment, queue));
            else
                _queues.Remove(segment);
            idle = hasSent ? 0 : idle + 1;
        }
        if (_turns.Count > 0)
            context.SetTimer(this, IntervalMs);
    }

    // One page of the segment.
    private bool TrySend(Segment segment, ListQueue queue)
    {
        if (queue.Snapshot is null)
            queue.Begin(CurrentSnapshot(), broadcast.CanReach(segment) ? MinShared : int.MaxValue);
        var snapshot = queue.Snapshot!;
        if (queue.IsShared && !broadcast.CanReach(segment))
        {
            queue.Interrupt();
            return false;
        }
        if (queue.IsShared && !_sharedRate.Allows(queue.UsedUntil, context.Now))
            return false;
        var page = queue.IsShared ? snapshot.Broadcast(queue.Next) : snapshot.Page(queue.Next);
        if (page is null)
            return false;
        _usedUntil = _rate.Use(_usedUntil, context.Now);
        if (queue.IsShared)
        {
            queue.UsedUntil = _sharedRate.Use(queue.UsedUntil, context.Now);
            broadcast.Send(page, segment);
        }
        else
            wire.Send(page, queue.Recipient);
        bool isShared = queue.IsShared;
        foreach (var newcomer in queue.OnSent())
            Finish(newcomer, segment, snapshot, isShared);
        return true;
    }

    private void Finish(Newcomer newcomer, Segment segment, ListSnapshot snapshot, bool isShared)
    {
        var to = newcomer.Place;
        _waiting.Remove(to);
        _sent.TryGetValue(to, out var sent);
        Note(_sent, to, isShared ? sent.Shared + 1 : 0);
        // It has kept the changes that were broadcast since it asked.
        if (newcomer.Since > snapshot.MadeAt || !broadcast.CanReach(segment))
            versions.Since(snapshot.Version)?.SendTo(to);
    }

    private ListSnapshot CurrentSnapshot()
    {
        long now = context.Now.Milliseconds;
        if (_snapshot is { } made && (made.Version == versions.Current || !IsOld(made, now - made.MadeAt)))
            return made;
        return _snapshot = new ListSnapshot(list, versions.Current, now, wire);
    }

    private bool IsOld(ListSnapshot made, long age) =>
        age >= SnapshotMs || age >= MinSnapshotMs && versions.Since(made.Version) is not { Packets: 1 };

    private bool IsRecent(Dictionary<IPEndPoint, (long At, int Shared)> times, IPEndPoint to) =>
        times.TryGetValue(to, out var sent) && context.Now.Milliseconds - sent.At < RepeatMs;

    private void Note(Dictionary<IPEndPoint, (long At, int Shared)> times, IPEndPoint to, int shared)
    {
        long now = context.Now.Milliseconds;
        if (times.Count >= MaxWaiting)
        {
            var old = new List<IPEndPoint>();
            foreach (var sent in times)
            {
                if (now - sent.Value.At >= RepeatMs)
                    old.Add(sent.Key);
            }
            foreach (var each in old)
                times.Remove(each);
        }
        times[to] = (now, shared);
    }

    // All users with the current version get the same bytes. A user sees that the master is there.
    private void Confirm(IPEndPoint to)
    {
        if (_current?.Packet is ListPart { Version: var version } && version == versions.Current)
        {
            wire.Send(_current, to);
            return;
        }
        wire.Sign(new ListPart([], 0, list.Count, versions.Current, versions.Current), signed =>
        {
            _current = signed;
            wire.Send(signed, to);
        });
    }
}
