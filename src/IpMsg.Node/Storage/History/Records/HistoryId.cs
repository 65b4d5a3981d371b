using System;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IpMsg.Node.Storage.History.Records;

/// <summary>
/// The permanent id of a message in a store: its segment and its original byte offset. A rewrite moves the line and keeps the id. Ids rise
/// in the order of writing.
/// </summary>
/// <param name="Segment">The number of the segment, from 1.</param>
/// <param name="Offset">The byte offset in the segment.</param>
internal readonly record struct HistoryId(int Segment, int Offset) : IComparable<HistoryId>
{
    /// <summary>True once the message has been written.</summary>
    internal bool IsSet => Segment > 0;

    public int CompareTo(HistoryId other) => Segment != other.Segment ? Segment.CompareTo(other.Segment) : Offset.CompareTo(other.Offset);

    public override int GetHashCode() => unchecked(Segment * 0x2545_F491 ^ Offset);

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}-{1}", Segment, Offset);

    internal static bool TryParse(string text, out HistoryId id) => TryParse(Encoding.UTF8.GetBytes(text), out id);

    internal static bool TryParse(ReadOnlySpan<byte> text, out HistoryId id)
    {
        id = default;
        if (!Utf8Parser.TryParse(text, out int segment, out int dash) || dash >= text.Length || text[dash] != '-')
            return false;
        var rest = text.Slice(dash + 1);
        if (!Utf8Parser.TryParse(rest, out int offset, out int length) || length != rest.Length || segment <= 0 || offset < 0)
            return false;
        id = new HistoryId(segment, offset);
        return true;
    }

    /// <summary>Writes the id; returns its length, at most 21.</summary>
    internal int Write(Span<byte> to)
    {
        Utf8Formatter.TryFormat(Segment, to, out int length);
        to[length++] = (byte)'-';
        Utf8Formatter.TryFormat(Offset, to.Slice(length), out int rest);
        return length + rest;
    }
}
