using System;
using IpMsg.Protocol.Members;

namespace IpMsg.Testing;

/// <summary>Randomness that a seed decides, for machines and for the networks that they are on.</summary>
public sealed class SeededRandom(ulong seed) : IRandomSource
{
    private SeededNumbers _numbers = new(seed);

    /// <inheritdoc/>
    public int Next(int minimum, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, minimum);
        return minimum + _numbers.Below(limit - minimum);
    }

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => probability > 0 && (_numbers.Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>So many random bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (int at = 0; at < count; at++)
            bytes[at] = (byte)Next(0, 256);
        return bytes;
    }
}
