using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Limits;

namespace IpMsg.Protocol.Members.Master;

/// <summary>Sends the list of a master to members that have none, and the changes that others lack (R128).</summary>
internal sealed class ListDistributor(MemberContext context, MasterList list, ListVersions versions, IMasterWire wire) : ProtocolTimer
{
    // A page has some 24,000 bytes.
    private const int PagesPerSecond = 512, Burst = 32;
    private const int IntervalMs = 50;
    private const int RepeatMs = 7_000;
    private const int MaxWaiting = 16_384;

    // Until then a newcomer gets the same pages as the one before, and the changes behind them.
    private const int SnapshotMs = 20_000;

    private readonly Rate _rate = new(PagesPerSecond, Burst);
    private readonly Queue<Transfer> _transfers = [];
    private readonly HashSet<IPEndPoint> _waiting = [];
    private readonly Dictionary<IPEndPoint, long> _sentAt = [];
    private readonly Dictionary<IPEndPoint, long> _changesAt = [];
    private ListSnapshot? _snapshot;
    private SignedPacket? _current;
    private long _usedUntil;

    /// <summary>The number of members that wait for the list.</summary>
    internal int Waiting => _transfers.Count;

    /// <summary>Answers a poll: what the user lacks, or that it lacks nothing.</summary>
    internal void Answer(IPEndPoint to, long? version)
    {
        if (version is null || versions.Since(version.Value) is not { } changes)
        {
            Push(to);
            return;
        }
        if (changes.Count == 0)
        {
            Confirm(to);
            return;
        }
        // Sixteen changes have up to 400 kB, and a poll may come with the address of another member.
        if (_changesAt.TryGetValue(to, out long sentAt) && context.Now.Milliseconds - sentAt < RepeatMs)
            return;
        Note(_changesAt, to);
        foreach (var change in changes)
            wire.Send(change, to);
    }

    /// <summary>Sends the whole list, unless it was sent within seven seconds.</summary>
    internal void Push(IPEndPoint to)
    {
        long now = context.Now.Milliseconds;
        if (_waiting.Contains(to) || _sentAt.TryGetValue(to, out long sentAt) && now - sentAt < RepeatMs)
            return;
        if (list.Count == 0 || _waiting.Count >= MaxWaiting)
            return;
        bool isOld = _snapshot is { } made && made.Version != versions.Current
            && (now - made.MadeAt >= SnapshotMs || versions.Since(made.Version) is null);
        if (_snapshot is null || isOld)
            _snapshot = new ListSnapshot(list, versions.Current, now, wire);
        _waiting.Add(to);
        _transfers.Enqueue(new Transfer(to, _snapshot, 0));
        if (_transfers.Count == 1)
            OnExpired();
    }

    internal override void OnExpired()
    {
        for (int turns = _transfers.Count; turns > 0 && !context.IsLeaving; turns--)
        {
            if (!_rate.Allows(_usedUntil, context.Now))
                break;
            Send(_transfers.Dequeue());
        }
        if (_transfers.Count > 0)
            context.SetTimer(this, IntervalMs);
    }

    // Each recipient gets a page in turn.
    private void Send(Transfer transfer)
    {
        var (to, snapshot, index) = transfer;
        for (; index < snapshot.Count && _rate.Allows(_usedUntil, context.Now); index++)
        {
            if (snapshot.Page(index) is not { } page)
                break;
            _usedUntil = _rate.Use(_usedUntil, context.Now);
            wire.Send(page, to);
        }
        if (index < snapshot.Count)
        {
            _transfers.Enqueue(transfer with { Next = index });
            return;
        }
        _waiting.Remove(to);
        Note(_sentAt, to);
        foreach (var change in versions.Since(snapshot.Version) ?? [])
            wire.Send(change, to);
    }

    private void Note(Dictionary<IPEndPoint, long> times, IPEndPoint to)
    {
        long now = context.Now.Milliseconds;
        if (times.Count >= MaxWaiting)
        {
            var recent = new Dictionary<IPEndPoint, long>();
            foreach (var sent in times)
            {
                if (now - sent.Value < RepeatMs)
                    recent[sent.Key] = sent.Value;
            }
            times.Clear();
            foreach (var sent in recent)
                times[sent.Key] = sent.Value;
        }
        times[to] = now;
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

    private sealed record Transfer(IPEndPoint To, ListSnapshot Snapshot, int Next);
}
