using System;
using System.Buffers.Binary;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.IPDict;

/// <summary>Reads values of a dictionary whose types the key tells (R101).</summary>
internal static class IpDictValue
{
    /// <summary>A signed number of 64 bits in hex, in either case, with a minus sign in front of a negative one.</summary>
    internal static bool TryNumber(ReadOnlySpan<byte> value, out long number)
    {
        number = 0;
        bool isNegative = value.Length > 0 && value[0] == (byte)'-';
        if (!NumberText.TryReadHex(isNegative ? value.Slice(1) : value, out ulong magnitude))
            return false;
        if (magnitude > (isNegative ? 1UL << 63 : long.MaxValue))
            return false;
        number = unchecked(isNegative ? -(long)magnitude : (long)magnitude);
        return true;
    }

    /// <summary>An IEEE double, little-endian, without the zero bytes at its end.</summary>
    internal static bool TryFloat(ReadOnlySpan<byte> value, out double number)
    {
        number = 0;
        if (value.Length > sizeof(double))
            return false;
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        bytes.Clear();
        value.CopyTo(bytes);
        number = BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(bytes));
        return true;
    }
}
