using System;

namespace IpMsg.Testing;

/// <summary>The ways in which a datagram goes wrong, each on its own.</summary>
internal static class Mutation
{
    /// <summary>Bytes that mean something to some part of the protocol, and the ends of encodings' ranges.</summary>
    private static ReadOnlySpan<byte> Telling => "\0\a\b\n\r\f :;[]-+0123456789UNHGVS<>%\\\u007f"u8;

    private static ReadOnlySpan<byte> BeyondAscii =>
        [0x80, 0x81, 0x95, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xF8, 0xFC, 0xFE, 0xFF];

    internal static void FlipBits(MutableDatagram datagram, ref SeededNumbers random)
    {
        for (int flips = 1 + random.Below(4); flips > 0 && datagram.Length > 0; flips--)
            datagram.Bytes[random.Below(datagram.Length)] ^= (byte)(1 << random.Below(8));
    }

    internal static void Overwrite(MutableDatagram datagram, ref SeededNumbers random)
    {
        if (datagram.Length > 0)
            datagram.Bytes[random.Below(datagram.Length)] = AnyByte(ref random);
    }

    internal static void Insert(MutableDatagram datagram, ref SeededNumbers random)
    {
        int count = 1 + random.Below(6);
        foreach (ref byte each in datagram.Open(random.Below(datagram.Length + 1), count))
            each = AnyByte(ref random);
    }

    internal static void Remove(MutableDatagram datagram, ref SeededNumbers random)
    {
        int at = random.Below(datagram.Length);
        datagram.Remove(at, Math.Min(datagram.Length - at, 1 + random.Below(8)));
    }

    internal static void Truncate(MutableDatagram datagram, ref SeededNumbers random) =>
        datagram.Truncate(random.Below(datagram.Length + 1));

    /// <summary>The beginning of one datagram and the end of another.</summary>
    internal static void Splice(MutableDatagram datagram, ReadOnlySpan<byte> other, ref SeededNumbers random)
    {
        datagram.Truncate(random.Below(datagram.Length + 1));
        datagram.Insert(datagram.Length, other[random.Below(other.Length + 1)..]);
    }

    /// <summary>Digits beside digits, a sign, or zeros in front: numbers that overflow, or do not look like numbers.</summary>
    internal static void InflateNumber(MutableDatagram datagram, ref SeededNumbers random)
    {
        int digit = datagram.Bytes[random.Below(datagram.Length)..].IndexOfAnyInRange((byte)'0', (byte)'9');
        ReadOnlySpan<byte> more = random.Below(6) switch
        {
            0 => "-"u8,
            1 => "000000000000000000000000"u8,
            2 => "4294967295"u8,
            3 => "99999999999999999999"u8,
            4 => "2147483648"u8,
            _ => "18446744073709551616"u8,
        };
        datagram.Insert(Math.Max(digit, 0), more);
    }

    /// <summary>A run of one telling byte; once in a while longer than any buffer of the clients.</summary>
    internal static void Storm(MutableDatagram datagram, ref SeededNumbers random)
    {
        int count = random.Below(250) == 0 ? random.Below(MutableDatagram.MaximumLength) : 1 + random.Below(80);
        byte value = random.Below(3) switch { 0 => 0, 1 => (byte)':', _ => AnyByte(ref random) };
        datagram.Open(random.Below(datagram.Length + 1), count).Fill(value);
    }

    /// <summary>A piece of the datagram over and over, so that lists, lines and strings get far too many.</summary>
    internal static void Repeat(MutableDatagram datagram, ref SeededNumbers random)
    {
        Span<byte> piece = stackalloc byte[1 + random.Below(40)];
        int at = random.Below(datagram.Length);
        piece = piece[..Math.Min(piece.Length, datagram.Length - at)];
        datagram.Bytes.Slice(at, piece.Length).CopyTo(piece);
        for (int times = random.Below(250) == 0 ? random.Below(1000) : random.Below(8); times > 0; times--)
            datagram.Insert(at, piece);
    }

    private static byte AnyByte(ref SeededNumbers random) => random.Below(3) switch
    {
        0 => (byte)random.Below(256),
        1 => BeyondAscii[random.Below(BeyondAscii.Length)],
        _ => Telling[random.Below(Telling.Length)],
    };
}
