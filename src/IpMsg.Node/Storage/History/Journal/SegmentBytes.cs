using System;
using System.Buffers;
using System.IO;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>The whole content of a segment in one pooled buffer.</summary>
internal sealed class SegmentBytes : IDisposable
{
    // No segment is that long. A file that another program has enlarged does not fill the memory.
    private const long MaxLength = 1 << 28;

    private byte[] _buffer;

    private SegmentBytes(int number, byte[] buffer, int length)
    {
        Number = number;
        _buffer = buffer;
        Length = length;
    }

    /// <summary>The segment's number.</summary>
    internal int Number { get; }

    /// <summary>The length in bytes.</summary>
    internal int Length { get; }

    internal byte[] Buffer => _buffer;

    internal Span<byte> Span => _buffer.AsSpan(0, Length);

    /// <summary>Reads a segment.</summary>
    /// <exception cref="IOException">The segment cannot be read.</exception>
    internal static SegmentBytes Read(IStoreFiles files, string folder, int number)
    {
        using var file = files.Open(SegmentNames.PathOf(folder, number), StoreFileMode.Read);
        return Read(file, number, 0);
    }

    /// <summary>Reads a segment from an offset.</summary>
    internal static SegmentBytes Read(IStoreFile file, int number, long from, long max = MaxLength)
    {
        int length = (int)Math.Min(max, Math.Max(0, file.Length - from));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
        try
        {
            return new SegmentBytes(number, buffer, file.Read(from, buffer, 0, length));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>Reads the next complete line; false at the end. Ignores a line without a line end.</summary>
    /// <param name="at">The offset of the line; afterwards that of the next one.</param>
    /// <param name="line">The line without its end.</param>
    internal bool TryNext(ref int at, out Span<byte> line)
    {
        var rest = _buffer.AsSpan(at, Length - at);
        int length = rest.IndexOf((byte)'\n');
        if (length < 0)
        {
            line = default;
            return false;
        }
        line = rest.Slice(0, length);
        at += length + 1;
        return true;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
