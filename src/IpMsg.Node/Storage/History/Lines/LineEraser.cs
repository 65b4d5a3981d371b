using System;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>
/// Blanks the end of a line of a received message where it stands: the line keeps its length and stays one JSON object, and the text is
/// gone from the file.
/// </summary>
internal static class LineEraser
{
    /// <summary>Blanks text and attachments; false when there are none.</summary>
    internal static bool EraseBody(Span<byte> line) => EraseFrom(line, ",\"body\":{"u8) || EraseFrom(line, ",\"sealed\":\""u8);

    /// <summary>Blanks everything but id, time and digests; false when that was done before.</summary>
    internal static bool EraseAll(Span<byte> line) => EraseFrom(line, ",\"from\":{"u8);

    /// <summary>The length of what stays of a line of which nothing but id, time and digests stays; without the closing brace.</summary>
    internal static int LengthOfHead(ReadOnlySpan<byte> line) => line.IndexOf(",\"from\":{"u8);

    // Inside a string every quotation mark has a backslash before it, so this is a property.
    private static bool EraseFrom(Span<byte> line, ReadOnlySpan<byte> property)
    {
        int start = line.IndexOf(property);
        if (start < 0 || line[line.Length - 1] != '}')
            return false;
        line.Slice(start, line.Length - start - 1).Fill((byte)' ');
        return true;
    }
}
