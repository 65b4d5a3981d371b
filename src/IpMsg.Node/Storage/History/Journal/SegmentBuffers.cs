using System;
using System.Buffers;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// The buffer of a reader of several segments, which uses it for one after the other. Large buffers do not come from the shared pool: a
/// full segment is a little longer than 4 MiB, so that gives 8 MiB for it, beside those of the smaller segment before, and keeps them all.
/// </summary>
internal sealed class SegmentBuffers
{
    private const int MaxPooled = 1 << 18;

    // The last segments have nearly the same length.
    private const int Step = 1 << 16;

    private byte[]? _spare;

    /// <summary>Returns a buffer of at least that length.</summary>
    internal byte[] Rent(int length)
    {
        if (length <= MaxPooled)
            return ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
        byte[] buffer = _spare?.Length >= length ? _spare : new byte[(length + Step - 1) / Step * Step];
        _spare = null;
        return buffer;
    }

    /// <summary>Takes a buffer back.</summary>
    internal void Return(byte[] buffer)
    {
        // A pooled one is at most twice as long as was asked for, and no longer than the limit, which is a power of two.
        if (buffer.Length <= MaxPooled)
            ArrayPool<byte>.Shared.Return(buffer);
        else
            _spare = buffer;
    }
}
