using System;
using System.Security.Cryptography;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Interop;

/// <summary>Random numbers from the system. Fetches blocks, because a call costs more than the bytes.</summary>
internal sealed class CryptoRandom : IRandomSource, IDisposable
{
    private readonly RandomNumberGenerator _source = RandomNumberGenerator.Create();
    private readonly byte[] _block = new byte[256];
    private readonly object _gate = new();
    private int _used = int.MaxValue;

    public int Next(int minimum, int limit)
    {
        if (minimum >= limit)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "The limit is not above the minimum.");
        uint range = (uint)((long)limit - minimum);
        // Values from the incomplete range at the end would favour small numbers, so they are discarded.
        uint even = uint.MaxValue - uint.MaxValue % range;
        uint draw;
        lock (_gate)
        {
            do
                draw = Draw();
            while (draw >= even);
        }
        return (int)(minimum + (long)(draw % range));
    }

    public void Dispose() => _source.Dispose();

    private uint Draw()
    {
        if (_used > _block.Length - sizeof(uint))
        {
            _source.GetBytes(_block);
            _used = 0;
        }
        uint value = BitConverter.ToUInt32(_block, _used);
        _used += sizeof(uint);
        return value;
    }
}
