using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Journal;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>
/// Finds the messages of a segment that may match a query by the bytes of its lines, and builds only the requested ones. Serves one segment
/// after the other.
/// </summary>
/// <param name="query">The query.</param>
/// <param name="later">The updates from later segments.</param>
internal sealed class SegmentScan(HistoryQuery query, LaterUpdates later)
{
    private readonly TextFilter? _filter = string.IsNullOrEmpty(query.Text) ? null : new TextFilter(query.Text!);
    private readonly Dictionary<HistoryId, int> _places = [];
    private readonly List<Candidate> _candidates = [];
    private readonly List<UpdatePlace> _updates = [];
    private readonly HashSet<HistoryId> _late = [];
    private SegmentBytes? _bytes;

    /// <summary>The number of messages that may match.</summary>
    internal int Count => _candidates.Count;

    /// <summary>The latest time of all earlier segments; null when unknown.</summary>
    internal DateTimeOffset? LatestBefore { get; private set; }

    /// <summary>Scans a segment.</summary>
    internal void Read(SegmentBytes bytes)
    {
        _bytes = bytes;
        _places.Clear();
        _candidates.Clear();
        _updates.Clear();
        LatestBefore = null;
        bool hasLate = false;
        for (int at = 0, start = 0; bytes.TryNext(ref at, out var line); start = at)
        {
            if (!LineHead.TryRead(line, out var head))
                continue;
            if (head.Kind is LineKind.Received or LineKind.Sent)
                Consider(head, line, start);
            else if (head.Kind >= LineKind.Taken && head.Id.Segment == bytes.Number)
                hasLate |= !AddUpdate(head, start, line) && IsOpenedMatch(head, line);
            else if (head.Kind == LineKind.Segment && SegmentLine.TryRead(line, null, out var first))
                LatestBefore = first.Latest == default ? null : first.Latest;
        }
        // A later line contains the text of a sealed message.
        if (hasLate)
            ReadLate(bytes);
    }

    /// <summary>Stores the updates of messages in earlier segments.</summary>
    internal void KeepForEarlier(SegmentBytes bytes)
    {
        for (int at = 0; bytes.TryNext(ref at, out var line);)
        {
            if (LineHead.TryRead(line, out var head) && head.Kind >= LineKind.Taken && head.Id.IsSet && head.Id.Segment < bytes.Number)
                later.Add(bytes.Number, head, line);
            else if (head.Kind == LineKind.Segment && SegmentLine.TryRead(line, null, out var first))
                LatestBefore = first.Latest == default ? null : first.Latest;
        }
    }

    /// <summary>Builds a message; null when it does not match.</summary>
    internal HistoryEntry? Build(int index)
    {
        var candidate = _candidates[index];
        var line = _bytes!.Span.Slice(candidate.Start, candidate.Length);
        HistoryRecord? message = candidate.Kind == LineKind.Sent ? SentLine.Read(line) : ReceivedLine.Read(line);
        if (message is null or ReceivedMessage { KeepsHistory: false } || query.With is { } with && !Involves(message, with))
            return null;
        var entry = new HistoryEntry(message, UpdatesOf(candidate));
        return _filter is null || _filter.IsMatch(message.Text) ? entry : null;
    }

    private static bool Involves(HistoryRecord message, Func<HistoryPeer, bool> with)
    {
        if (message is ReceivedMessage received)
            return with(received.From);
        foreach (var peer in ((SentMessage)message).To)
        {
            if (with(peer))
                return true;
        }
        return false;
    }

    private void Consider(in LineHead head, ReadOnlySpan<byte> line, int start)
    {
        if (head.At < query.Since || head.At >= query.Before || head.Id.Segment != _bytes!.Number)
            return;
        if (_filter is null || _filter.CanMatch(line) || later.CanHaveText(head.Id, _filter))
            Add(head, line, start);
    }

    private void Add(in LineHead head, ReadOnlySpan<byte> line, int start)
    {
        _places[head.Id] = _candidates.Count;
        _candidates.Add(new Candidate(head.Kind, head.Id, start, line.Length));
    }

    private bool AddUpdate(in LineHead head, int start, ReadOnlySpan<byte> line)
    {
        if (!_places.TryGetValue(head.Id, out int index))
            return false;
        var candidate = _candidates[index];
        _updates.Add(new UpdatePlace(start, line.Length, candidate.LastUpdate));
        _candidates[index] = candidate with { LastUpdate = _updates.Count - 1 };
        return true;
    }

    private bool IsOpenedMatch(in LineHead head, ReadOnlySpan<byte> line) =>
        _filter is not null && head.Kind == LineKind.Opened && _filter.CanMatch(line) && _late.Add(head.Id);

    private void ReadLate(SegmentBytes bytes)
    {
        for (int at = 0, start = 0; bytes.TryNext(ref at, out var line); start = at)
        {
            if (!LineHead.TryRead(line, out var head) || !_late.Contains(head.Id))
                continue;
            if (head.Kind != LineKind.Received)
                AddUpdate(head, start, line);
            else if (!(head.At < query.Since) && !(head.At >= query.Before))
                Add(head, line, start);
        }
        _late.Clear();
        _candidates.Sort(static (left, right) => left.Start.CompareTo(right.Start));
    }

    private List<HistoryUpdate> UpdatesOf(Candidate candidate)
    {
        var updates = new List<HistoryUpdate>();
        for (int at = candidate.LastUpdate; at >= 0; at = _updates[at].Previous)
            Add(updates, _bytes!.Span.Slice(_updates[at].Start, _updates[at].Length));
        updates.Reverse();
        foreach (byte[] line in later.Of(candidate.Id))
            Add(updates, line);
        return updates;
    }

    private static void Add(List<HistoryUpdate> updates, ReadOnlySpan<byte> line)
    {
        if (LineHead.TryRead(line, out var head) && UpdateLine.Read(line, head) is { } update)
            updates.Add(update);
    }

    private readonly record struct Candidate(LineKind Kind, HistoryId Id, int Start, int Length)
    {
        internal int LastUpdate { get; init; } = -1;
    }

    private readonly record struct UpdatePlace(int Start, int Length, int Previous);
}
