using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>
/// The first line of a segment. It lists the messages of earlier segments that nobody had taken when the segment began. A session therefore
/// finds all waiting messages in the last segment.
/// </summary>
internal static class SegmentLine
{
    internal static void Write(
        JsonLineWriter json, DateTimeOffset at, DateTimeOffset latest, IEnumerable<KeyValuePair<HistoryId, string>> waiting)
    {
        LineStart.Write(json, LineKind.Segment, default, at);
        json.Time("latest"u8, latest);
        json.StartArray("waiting"u8);
        foreach (var each in waiting)
        {
            json.StartObject();
            json.String("id"u8, each.Key.ToString());
            json.String("session"u8, each.Value);
            json.EndObject();
        }
        json.EndArray();
        json.EndLine();
    }

    /// <summary>
    /// Writes the last line of a segment. It makes the segment longer before the next one exists, so a process sees from the length alone
    /// that others have written or begun a segment.
    /// </summary>
    internal static void WriteEnd(JsonLineWriter json, DateTimeOffset at)
    {
        LineStart.Write(json, LineKind.Closed, default, at);
        json.EndLine();
    }

    /// <summary>Returns false for another or a damaged line.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> line, Action<HistoryId, string>? onWaiting, out SegmentStart start)
    {
        start = default;
        var json = new JsonLineReader(line);
        if (!json.StartObject())
            return false;
        bool isSegment = false;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("v"u8))
                start.Version = json.Number();
            else if (name.SequenceEqual("k"u8))
                isSegment = LineKinds.Parse(json.Bytes()) == LineKind.Segment;
            else if (name.SequenceEqual("at"u8))
                start.At = json.Time() ?? default;
            else if (name.SequenceEqual("latest"u8))
                start.Latest = json.Time() ?? default;
            else if (name.SequenceEqual("waiting"u8))
                ReadWaiting(ref json, onWaiting);
            else
                json.SkipValue();
        }
        return isSegment && !json.IsDamaged && start.Version > 0;
    }

    private static void ReadWaiting(ref JsonLineReader json, Action<HistoryId, string>? onWaiting)
    {
        if (!json.StartArray())
            return;
        while (json.NextElement() && json.StartObject())
        {
            HistoryId id = default;
            string? session = null;
            while (json.NextProperty(out var name))
            {
                if (name.SequenceEqual("id"u8))
                    _ = HistoryId.TryParse(json.Bytes(), out id);
                else if (name.SequenceEqual("session"u8))
                    session = json.String();
                else
                    json.SkipValue();
            }
            if (id.IsSet && session is not null)
                onWaiting?.Invoke(id, session);
        }
    }
}

/// <summary>The content of a segment's first line.</summary>
internal struct SegmentStart
{
    internal long Version;

    /// <summary>When the segment began.</summary>
    internal DateTimeOffset At;

    /// <summary>The latest time in all earlier segments.</summary>
    internal DateTimeOffset Latest;
}
