using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>Updates of messages in earlier segments. They are few, because most updates follow their message closely.</summary>
internal sealed class LaterUpdates
{
    private readonly Dictionary<int, Dictionary<HistoryId, List<byte[]>>> _segments = [];
    private readonly HashSet<HistoryId> _opened = [];
    private readonly Dictionary<HistoryId, int> _places = [];
    private int _source;

    /// <summary>Stores the update in a line. Segments come newest first, their lines oldest first.</summary>
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
        // Before the updates of later segments, after those of this segment.
        _places.TryGetValue(head.Id, out int place);
        lines.Insert(place, line.ToArray());
        _places[head.Id] = place + 1;
        if (head.Kind == LineKind.Opened)
            _opened.Add(head.Id);
    }

    /// <summary>True when an update may contain the text of a sealed message.</summary>
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

    /// <summary>The update lines of a message in the order of writing.</summary>
    internal IReadOnlyList<byte[]> Of(HistoryId id) =>
        _segments.TryGetValue(id.Segment, out var messages) && messages.TryGetValue(id, out var lines) ? lines : [];

    /// <summary>Removes the updates for a segment's messages.</summary>
    internal void Forget(int segment) => _segments.Remove(segment);
}
