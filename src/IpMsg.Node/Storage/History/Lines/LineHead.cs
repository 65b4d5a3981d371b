using System;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>The start of every line: version, kind, message and time. The rest is read only where needed.</summary>
internal struct LineHead
{
    private static readonly byte[] s_usualStart = "{\"v\":1,\"k\":\""u8.ToArray();

    internal int Version;
    internal LineKind Kind;
    internal HistoryId Id;
    internal DateTimeOffset At;

    /// <summary>Returns false when the text is no line of a store. A line of an unknown kind is one.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> line, out LineHead head) => TryReadUsual(line, out head) || TryReadAny(line, out head);

    /// <summary>The session in a line; null when there is none.</summary>
    internal static string? SessionOf(ReadOnlySpan<byte> line)
    {
        var json = new JsonLineReader(line);
        if (!json.StartObject())
            return null;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("session"u8))
                return json.String();
            json.SkipValue();
        }
        return null;
    }

    // The order in which this version writes. It makes a million lines readable in a fraction of a second.
    private static bool TryReadUsual(ReadOnlySpan<byte> line, out LineHead head)
    {
        head = default;
        if (line.Length < s_usualStart.Length || !line.StartsWith(s_usualStart) || line[line.Length - 1] != '}')
            return false;
        var rest = line.Slice(s_usualStart.Length);
        int end = rest.IndexOf((byte)'"');
        if (end <= 0)
            return false;
        head.Version = 1;
        head.Kind = LineKinds.Parse(rest.Slice(0, end));
        rest = rest.Slice(end + 1);
        if (head.Kind == LineKind.Segment || !rest.StartsWith(",\"id\":\""u8))
            return false;
        rest = rest.Slice(7);
        end = rest.IndexOf((byte)'"');
        if (end <= 0 || !HistoryId.TryParse(rest.Slice(0, end), out head.Id))
            return false;
        rest = rest.Slice(end + 1);
        return rest.StartsWith(",\"at\":\""u8) && rest.Length > 7 + JsonTime.Length
            && JsonTime.TryRead(rest.Slice(7, JsonTime.Length), out head.At);
    }

    private static bool TryReadAny(ReadOnlySpan<byte> line, out LineHead head)
    {
        head = default;
        var json = new JsonLineReader(line);
        if (!json.StartObject())
            return false;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("v"u8))
                head.Version = (int)json.Number();
            else if (name.SequenceEqual("k"u8))
                head.Kind = LineKinds.Parse(json.Bytes());
            else if (name.SequenceEqual("id"u8))
                _ = HistoryId.TryParse(json.Bytes(), out head.Id);
            else if (name.SequenceEqual("at"u8))
                head.At = json.Time() ?? default;
            else
                json.SkipValue();
        }
        return !json.IsDamaged && head.Version > 0;
    }
}
