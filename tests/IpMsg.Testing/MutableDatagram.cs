using System;

namespace IpMsg.Testing;

/// <summary>A datagram under the knife: one buffer, reused for ever, that never grows beyond what UDP can carry.</summary>
internal sealed class MutableDatagram
{
    internal const int MaximumLength = 65507;

    private readonly byte[] _bytes = new byte[MaximumLength];

    internal int Length { get; private set; }

    internal Span<byte> Bytes => _bytes.AsSpan(0, Length);

    internal void Assign(ReadOnlySpan<byte> bytes)
    {
        Length = 0;
        Insert(0, bytes);
    }

    /// <summary>Makes room; what does not fit falls off, first of the inserted bytes and then at the end.</summary>
    internal Span<byte> Open(int at, int count)
    {
        count = Math.Min(count, MaximumLength - at);
        int moved = Math.Min(Length - at, MaximumLength - at - count);
        _bytes.AsSpan(at, moved).CopyTo(_bytes.AsSpan(at + count));
        Length = at + count + moved;
        return _bytes.AsSpan(at, count);
    }

    internal void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        var gap = Open(at, bytes.Length);
        bytes[..gap.Length].CopyTo(gap);
    }

    internal void Remove(int at, int count)
    {
        _bytes.AsSpan(at + count, Length - at - count).CopyTo(_bytes.AsSpan(at));
        Length -= count;
    }

    internal void Truncate(int length) => Length = Math.Min(Length, length);
}
