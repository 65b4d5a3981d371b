using System;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>
/// Blanks the end of a received message's line in place. The line keeps its length and stays one JSON object; the text is gone from the
/// file.
/// </summary>
internal static class LineEraser
{
    private static ReadOnlySpan<byte> Body => ",\"body\":{"u8;

    private static ReadOnlySpan<byte> Sealed => ",\"sealed\":\""u8;

    /// <summary>False when text and attachments were blanked.</summary>
    internal static bool HasBody(ReadOnlySpan<byte> line) => line.IndexOf(Body) >= 0 || line.IndexOf(Sealed) >= 0;

    /// <summary>Blanks text and attachments; false when there are none.</summary>
    internal static bool EraseBody(Span<byte> line) => EraseFrom(line, Body) || EraseFrom(line, Sealed);

    /// <summary>Blanks everything but id, time and digests; false when that is done already.</summary>
    internal static bool EraseAll(Span<byte> line) => EraseFrom(line, ",\"from\":{"u8);

    /// <summary>The length of the part with id, time and digests, without the closing brace.</summary>
    internal static int LengthOfHead(ReadOnlySpan<byte> line) => line.IndexOf(",\"from\":{"u8);

    // Inside a string every quotation mark follows a backslash, so a match is a property.
    private static bool EraseFrom(Span<byte> line, ReadOnlySpan<byte> property)
    {
        int start = line.IndexOf(property);
        if (start < 0 || line[line.Length - 1] != '}')
            return false;
        line.Slice(start, line.Length - start - 1).Fill((byte)' ');
        return true;
    }
}
