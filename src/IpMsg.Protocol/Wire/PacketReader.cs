using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>Reads datagrams: fields between colons and NULs, and text in an encoding. No content causes an exception (R5).</summary>
public static class PacketReader
{
    private const byte Colon = (byte)':';

    /// <summary>
    /// Reads a format-1 packet (R1). False for all other datagrams, which get no answer: those with too few colons, with a version other
    /// than 1, with a packet number or command that is not decimal (R5, R6), and IPDicts (R104).
    /// </summary>
    /// <param name="datagram">The received bytes, of any length.</param>
    /// <param name="packet">Slices of <paramref name="datagram"/>.</param>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out Packet packet)
    {
        packet = default;
        var rest = datagram;
        if (!TryField(ref rest, out var version) || !IsVersionOne(version)
            || !TryField(ref rest, out var number) || !IsDecimal(number)
            || !TryField(ref rest, out var user)
            || !TryField(ref rest, out var host)
            || !TryCommand(ref rest, out uint commandWord))
            return false;
        while (!rest.IsEmpty && rest[rest.Length - 1] == 0)
            rest = rest.Slice(0, rest.Length - 1);
        packet = new Packet(version, number, user, host, commandWord, rest) { Whole = datagram };
        return true;
    }

    /// <summary>Decodes text. Its lines end with LF (R19).</summary>
    public static unsafe string Text(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        if (bytes.IsEmpty)
            return "";
        string text;
        // The target framework has no overload for spans.
        fixed (byte* first = bytes)
            text = encoding.GetString(first, bytes.Length);
        return text.IndexOf('\r') < 0 ? text : text.Replace("\r\n", "\n").Replace('\r', '\n');
    }

    // The position decides which field it is: an empty user must not shift the fields after it (R9).
    private static bool TryField(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
    {
        int colon = rest.IndexOf(Colon);
        field = colon < 0 ? default : rest.Slice(0, colon);
        if (colon < 0 || field.IndexOf((byte)0) >= 0)
            return false;
        rest = rest.Slice(colon + 1);
        return true;
    }

    // "1", "1_iptux 0.9", "1@x": the leading digits decide, as in the reference client (R6).
    private static bool IsVersionOne(ReadOnlySpan<byte> version)
    {
        int digits = 0;
        while (digits < version.Length && IsDigit(version[digits]))
            digits++;
        var number = version.Slice(0, digits).TrimStart((byte)'0');
        return number.Length == 1 && number[0] == (byte)'1';
    }

    private static bool IsDecimal(ReadOnlySpan<byte> text)
    {
        foreach (byte each in text)
        {
            if (!IsDigit(each))
                return false;
        }
        return text.Length > 0;
    }

    // Some clients write bit 31 as a number of 64 bits, whose upper half has no meaning (R8).
    private static bool TryCommand(scoped ref ReadOnlySpan<byte> rest, out uint commandWord)
    {
        commandWord = 0;
        if (!TryField(ref rest, out var text) || !IsDecimal(text) || text.Length > 19)
            return false;
        ulong value = 0;
        foreach (byte digit in text)
            value = value * 10 + (uint)(digit - '0');
        commandWord = unchecked((uint)value);
        return true;
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
