using System;
using System.Buffers;
using System.Globalization;
using System.IO;

namespace IpMsg.Node.Download;

/// <summary>
/// Where to go on with an unfinished file. The offset of a request cannot be trusted: some senders ignore it, some send nothing but an
/// empty buffer, some read it as decimal (R80). So a part that is here already is fetched again and compared, and it has to be a part
/// that none of these senders would get right by chance: not all the same byte, and not what stands where they would begin.
/// </summary>
internal static class ResumePoint
{
    private const int MinOverlap = 64 << 10, MaxOverlap = 16 << 20, Chunk = 64 << 10;

    /// <summary>The offset to ask for; -1 when there is none that would prove anything.</summary>
    /// <param name="content">The unfinished file.</param>
    internal static long Find(FileStream content)
    {
        long length = content.Length;
        byte[] here = ArrayPool<byte>.Shared.Rent(Chunk), there = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (long overlap = MinOverlap; overlap <= MaxOverlap && overlap < length; overlap *= 4)
            {
                long offset = length - overlap;
                if (IsVaried(content, offset, here) && Differs(content, offset, 0, here, there) && Differs(content, offset, AsDecimal(offset), here, there))
                    return offset;
            }
            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(here);
            ArrayPool<byte>.Shared.Return(there);
        }
    }

    /// <summary>What a sender makes of the hex digits of an offset that it takes for decimal ones: it stops at the first letter.</summary>
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

    /// <summary>True when the end of the file from an offset on is not what stands at another one.</summary>
    private static bool Differs(FileStream content, long offset, long other, byte[] here, byte[] there)
    {
        // A small number is the same in hex and in decimal, and then there is nothing to be told apart.
        if (other >= offset)
            return true;
        for (int read; (read = ReadAt(content, offset, here, Chunk)) > 0; offset += read, other += read)
        {
            if (ReadAt(content, other, there, read) != read || !here.AsSpan(0, read).SequenceEqual(there.AsSpan(0, read)))
                return true;
        }
        return false;
    }

    /// <summary>Reads as much as asked for, unless the file ends before.</summary>
    internal static int ReadAt(FileStream content, long offset, byte[] buffer, int count)
    {
        content.Position = offset;
        int length = 0;
        for (int read; length < count && (read = content.Read(buffer, length, count - length)) > 0;)
            length += read;
        return length;
    }
}
