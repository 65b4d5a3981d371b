using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>
/// Writes a packet into a buffer of the caller. After data that does not fit, <see cref="IsFull"/> stays true and nothing more is written,
/// because an incomplete datagram is not sent (R18).
/// </summary>
public ref struct PacketWriter
{
    /// <summary>The longest datagram that the reference client receives, in bytes (R18).</summary>
    public const int MaxDatagram = 32767;

    private readonly Span<byte> _buffer;

    /// <summary>Begins with an empty packet; the buffer's length is the limit.</summary>
    public PacketWriter(Span<byte> buffer) => _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>True when the packet does not fit into the buffer, whose content is then invalid.</summary>
    public bool IsFull { get; private set; }

    /// <summary>
    /// The five header fields and their colons: decimal numbers without sign, zeros or spaces in front (R11).
    /// </summary>
    /// <param name="number">The packet number.</param>
    /// <param name="user">User name, encoded and free of separators (R10): see <see cref="HeaderName"/>.</param>
    /// <param name="host">Host name, likewise.</param>
    /// <param name="commandWord">Command and option bits.</param>
    public void Header(uint number, scoped ReadOnlySpan<byte> user, scoped ReadOnlySpan<byte> host, uint commandWord)
    {
        Byte((byte)'1');
        Byte((byte)':');
        Decimal(number);
        Byte((byte)':');
        Bytes(user);
        Byte((byte)':');
        Bytes(host);
        Byte((byte)':');
        Decimal(commandWord);
        Byte((byte)':');
    }

    /// <summary>One byte.</summary>
    public void Byte(byte value)
    {
        if (Length < _buffer.Length && !IsFull)
            _buffer[Length++] = value;
        else
            IsFull = true;
    }

    /// <summary>The NUL that ends the body and the strings behind it.</summary>
    public void Nul() => Byte(0);

    /// <summary>Bytes as they are.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> value)
    {
        if (IsFull || value.Length > _buffer.Length - Length)
        {
            IsFull = true;
            return;
        }
        value.CopyTo(_buffer.Slice(Length));
        Length += value.Length;
    }

    /// <summary>A number in decimal.</summary>
    public void Decimal(uint value)
    {
        Span<byte> digits = stackalloc byte[10];
        int first = digits.Length;
        do
        {
            digits[--first] = (byte)('0' + value % 10);
            value /= 10;
        }
        while (value != 0);
        Bytes(digits.Slice(first));
    }

    /// <summary>A number in lower-case hex, filled up with zeros to the given width.</summary>
    public void Hex(ulong value, int width = 1)
    {
        Span<byte> digits = stackalloc byte[16];
        int first = digits.Length;
        do
        {
            digits[--first] = "0123456789abcdef"u8[(int)(value & 0xF)];
            value >>= 4;
        }
        while (first > 0 && (value != 0 || digits.Length - first < width));
        Bytes(digits.Slice(first));
    }

    /// <summary>Text in the given encoding. NULs, which would end the field, are left out.</summary>
    public unsafe void Text(string value, Encoding encoding)
    {
        if (value.IndexOf('\0') >= 0)
            value = value.Replace("\0", "");
        if (value.Length == 0)
            return;
        var rest = _buffer.Slice(Length);
        // Counting first costs a second pass, so it is left out when the worst case fits anyway.
        IsFull |= encoding.GetMaxByteCount(value.Length) > rest.Length && encoding.GetByteCount(value) > rest.Length;
        if (IsFull)
            return;
        // The target framework has no overload for spans.
        fixed (char* source = value)
        fixed (byte* target = rest)
            Length += encoding.GetBytes(source, value.Length, target, rest.Length);
    }
}
