using System;
using System.Collections.Generic;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>The little of DER that keys are written with.</summary>
internal static class Der
{
    internal const byte Integer = 0x02, BitString = 0x03, OctetString = 0x04, Sequence = 0x30;

    /// <summary>Something with its tag and length before it.</summary>
    internal static byte[] Wrap(byte tag, params byte[][] parts)
    {
        var der = new List<byte>();
        foreach (byte[] part in parts)
            der.AddRange(part);
        int length = der.Count;
        der.InsertRange(0, length >= 0x100 ? [tag, 0x82, (byte)(length >> 8), (byte)length] : length >= 0x80 ? [tag, 0x81, (byte)length] : [tag, (byte)length]);
        return der.ToArray();
    }

    /// <summary>A number that is not negative.</summary>
    internal static byte[] Number(ReadOnlySpan<byte> value)
    {
        var shortest = value.TrimStart(0);
        // One that begins with a one bit would be negative.
        bool needsZero = shortest.IsEmpty || shortest[0] >= 0x80;
        return Wrap(Integer, needsZero ? [0] : [], shortest.ToArray());
    }

    /// <summary>What is next, without tag and length; empty when it is something else, and then nothing more is found.</summary>
    internal static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> der, byte tag)
    {
        var from = der;
        der = default;
        if (from.Length < 2 || from[0] != tag)
            return default;
        int length = from[1], head = 2;
        if (length is 0x81 or 0x82)
        {
            head += length - 0x80;
            if (from.Length < head)
                return default;
            length = head == 3 ? from[2] : from[2] << 8 | from[3];
        }
        else if (length >= 0x80)
        {
            return default;
        }
        if (from.Length - head < length)
            return default;
        der = from.Slice(head + length);
        return from.Slice(head, length);
    }
}
