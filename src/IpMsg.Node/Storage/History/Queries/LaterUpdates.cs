using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>
/// Later lines about messages of earlier segments. Most messages have theirs close behind them, so these are few.
/// </summary>
internal sealed class LaterUpdates
{
    private readonly Dictionary<int, Dictionary<HistoryId, List<byte[]>>> _segments = [];
    private readonly HashSet<HistoryId> _opened = [];
    private readonly Dictionary<HistoryId, int> _places = [];
    private int _source;

    /// <summary>Keeps the update of a line. Segments come newest first, their lines oldest first.</summary>
    /// <param name="source">The segment of the line.</param>
    /// <param name="head">Its head.</param>
    /// <param name="line">The line.</param>
    internal void Add(int source, in LineHead head, ReadOnlySpan<byte> line)
    {
        if (source != _source)
        {
            _source = source;
            _places.Clear();
        }
        if (!_segments.TryGetValue(head.Id.Segment, out var messages))
            _segments[head.Id.Segment] = messages = [];
        if (!messages.TryGetValue(head.Id, out var lines))
            messages[head.Id] = lines = new List<byte[]>(1);
        // Before those of later segments, behind those of this one.
        _places.TryGetValue(head.Id, out int place);
        lines.Insert(place, line.ToArray());
        _places[head.Id] = place + 1;
        if (head.Kind == LineKind.Opened)
            _opened.Add(head.Id);
    }

    /// <summary>True when the text of a sealed message may be in one of them.</summary>
    internal bool CanHaveText(HistoryId id, TextFilter filter)
    {
        if (!_opened.Contains(id))
            return false;
        foreach (byte[] line in Of(id))
        {
            if (filter.CanMatch(line))
                return true;
        }
        return false;
    }

    /// <summary>The lines for a message, in the order of writing.</summary>
    internal IReadOnlyList<byte[]> Of(HistoryId id) =>
        _segments.TryGetValue(id.Segment, out var messages) && messages.TryGetValue(id, out var lines) ? lines : [];

    /// <summary>Forgets all for messages of a segment.</summary>
    internal void Forget(int segment) => _segments.Remove(segment);
}
