using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.IPDict;

/// <summary>The fields of the serialisation: keys, lengths in hex, values, and the colons between them.</summary>
internal static class IpDictFields
{
    private const byte Colon = (byte)':';

    /// <summary>The maximum number of digits of a length.</summary>
    internal const int MaxLengthDigits = 8;

    /// <summary>What a dictionary begins with.</summary>
    internal static ReadOnlySpan<byte> Start => "IP2:"u8;

    /// <summary>What a dictionary ends with.</summary>
    internal static ReadOnlySpan<byte> End => ":Z"u8;

    /// <summary>Reads <c>key:length:value</c>.</summary>
    internal static bool TryItem(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        value = default;
        int colon = rest.IndexOf(Colon);
        key = colon < 0 ? default : rest.Slice(0, colon);
        if (colon < 0)
            return false;
        rest = rest.Slice(colon + 1);
        return TryValue(ref rest, out value);
    }

    /// <summary>Reads <c>length:value</c>. False when fewer bytes are left.</summary>
    internal static bool TryValue(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryLength(ref rest, out int length) || length > rest.Length)
            return false;
        value = rest.Slice(0, length);
        rest = rest.Slice(length);
        return true;
    }

    /// <summary>Reads <c>length:</c>, in either case, of up to eight digits. False for another text.</summary>
    internal static bool TryLength(scoped ref ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        int colon = rest.Slice(0, Math.Min(rest.Length, MaxLengthDigits + 1)).IndexOf(Colon);
        if (colon <= 0 || !NumberText.TryReadHex(rest.Slice(0, colon), out long value) || value > int.MaxValue)
            return false;
        length = (int)value;
        rest = rest.Slice(colon + 1);
        return true;
    }

    /// <summary>Reads the colon between two items or values; false for another byte.</summary>
    /// <param name="rest">What follows an item or value.</param>
    /// <param name="needsMore">True when there was a colon, so that another one must follow.</param>
    internal static bool TrySeparator(scoped ref ReadOnlySpan<byte> rest, out bool needsMore)
    {
        needsMore = !rest.IsEmpty;
        if (rest.IsEmpty)
            return true;
        if (rest[0] != Colon)
            return false;
        rest = rest.Slice(1);
        return true;
    }

    /// <summary>The number of hex digits of a length.</summary>
    internal static int DigitsOf(int length)
    {
        int digits = 1;
        for (; length >= 16; length >>= 4)
            digits++;
        return digits;
    }
}
