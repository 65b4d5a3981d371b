using System;
using System.IO;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>The whole content of a segment in one buffer.</summary>
internal sealed class SegmentBytes : IDisposable
{
    // No segment is that long. A file that another program has enlarged does not fill the memory.
    private const long MaxLength = 1 << 28;

    private readonly SegmentBuffers _buffers;
    private byte[] _buffer;

    private SegmentBytes(int number, SegmentBuffers buffers, byte[] buffer, int length)
    {
        _buffers = buffers;
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
    /// <param name="files">The disk.</param>
    /// <param name="folder">The store's folder.</param>
    /// <param name="number">The segment's number.</param>
    /// <param name="buffers">The buffer of a reader of several segments; null to read one.</param>
    /// <exception cref="IOException">The segment cannot be read.</exception>
    internal static SegmentBytes Read(IStoreFiles files, string folder, int number, SegmentBuffers? buffers = null)
    {
        using var file = files.Open(SegmentNames.PathOf(folder, number), StoreFileMode.Read);
        return Read(file, number, 0, buffers: buffers);
    }

    /// <summary>Reads a segment from an offset.</summary>
    internal static SegmentBytes Read(IStoreFile file, int number, long from, long max = MaxLength, SegmentBuffers? buffers = null)
    {
        buffers ??= new SegmentBuffers();
        int length = (int)Math.Min(max, Math.Max(0, file.Length - from));
        byte[] buffer = buffers.Rent(length);
        try
        {
            return new SegmentBytes(number, buffers, buffer, file.Read(from, buffer, 0, length));
        }
        catch
        {
            buffers.Return(buffer);
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
            _buffers.Return(_buffer);
        _buffer = [];
    }
}
