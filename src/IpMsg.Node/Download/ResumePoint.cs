using System;
using System.Buffers;
using System.Globalization;
using System.IO;

namespace IpMsg.Node.Download;

/// <summary>
/// Finds the offset for resuming an incomplete file. Some senders ignore the offset of a request, some send nothing, some read it as
/// decimal (R80). The download therefore requests a part that it already has and compares it. That part must differ from what such a sender
/// would send: its bytes are not all equal, and it differs from the bytes at the offsets where such a sender would start.
/// </summary>
internal static class ResumePoint
{
    /// <summary>The minimum that is requested again, in bytes. Of a file that is not longer, nothing can be resumed.</summary>
    internal const int MinOverlap = 64 << 10;

    private const int MaxOverlap = 16 << 20, Chunk = 64 << 10;

    /// <summary>The offset to request; -1 when no offset would prove anything.</summary>
    /// <param name="content">The incomplete file.</param>
    internal static long Find(FileStream content)
    {
        long length = content.Length;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk), otherBuffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (long overlap = MinOverlap; overlap <= MaxOverlap && overlap < length; overlap *= 4)
            {
                long offset = length - overlap;
                if (IsVaried(content, offset, buffer)
                    && Differs(content, offset, 0, buffer, otherBuffer)
                    && Differs(content, offset, AsDecimal(offset), buffer, otherBuffer))
                    return offset;
            }
            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            ArrayPool<byte>.Shared.Return(otherBuffer);
        }
    }

    /// <summary>The offset as a sender reads it that takes the hex digits for decimal ones: it stops at the first letter.</summary>
    internal static long AsDecimal(long offset)
    {
        string text = offset.ToString("x", CultureInfo.InvariantCulture);
        int digits = 0;
        while (digits < text.Length && text[digits] <= '9')
            digits++;
        return digits == 0 ? 0 : long.Parse(text.Substring(0, digits), CultureInfo.InvariantCulture);
    }

    private static bool IsVaried(FileStream content, long offset, byte[] buffer)
    {
        byte? first = null;
        for (int read; (read = ReadAt(content, offset, buffer, Chunk)) > 0; offset += read)
        {
            first ??= buffer[0];
            for (int at = 0; at < read; at++)
            {
                if (buffer[at] != first)
                    return true;
            }
        }
        return false;
    }

    /// <summary>True when the end of the file from an offset on differs from the bytes at the other offset.</summary>
    private static bool Differs(FileStream content, long offset, long other, byte[] buffer, byte[] otherBuffer)
    {
        // A small number is the same in hex and decimal, so there is nothing to compare.
        if (other >= offset)
            return true;
        for (int read; (read = ReadAt(content, offset, buffer, Chunk)) > 0; offset += read, other += read)
        {
            if (ReadAt(content, other, otherBuffer, read) != read || !buffer.AsSpan(0, read).SequenceEqual(otherBuffer.AsSpan(0, read)))
                return true;
        }
        return false;
    }

    /// <summary>Reads the requested bytes, or as many as there are before the end of the file.</summary>
    internal static int ReadAt(FileStream content, long offset, byte[] buffer, int count)
    {
        content.Position = offset;
        int length = 0;
        for (int read; length < count && (read = content.Read(buffer, length, count - length)) > 0;)
            length += read;
        return length;
    }
}
