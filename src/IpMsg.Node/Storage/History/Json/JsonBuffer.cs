using System;

namespace IpMsg.Node.Storage.History.Json;

/// <summary>A growing buffer with text in JSON form.</summary>
internal sealed class JsonBuffer
{
    private const int InitialLength = 1 << 14;
    private const int MaxKept = 1 << 21;
    private const string Hex = "0123456789abcdef";

    private byte[] _buffer = new byte[InitialLength];

    internal byte[] Bytes => _buffer;

    internal int Length { get; set; }

    /// <summary>The free space after the end; call <see cref="Reserve"/> first.</summary>
    internal Span<byte> Free => _buffer.AsSpan(Length);

    /// <summary>Clears the buffer, and releases it when it became very large.</summary>
    internal void Clear()
    {
        if (_buffer.Length > MaxKept)
            _buffer = new byte[InitialLength];
        Length = 0;
    }

    /// <summary>Text between quotation marks; see <see cref="JsonEscapes"/>.</summary>
    internal void Text(string value)
    {
        // Up to three bytes for each character, six when escaped.
        Reserve(value.Length * 3);
        for (int at = 0; at < value.Length; at++)
        {
            char each = value[at];
            if (each is >= ' ' and <= '~' and not ('"' or '\\'))
            {
                if (Length == _buffer.Length)
                    Reserve(1);
                _buffer[Length++] = (byte)each;
            }
            else if (char.IsHighSurrogate(each) && at + 1 < value.Length && char.IsLowSurrogate(value[at + 1]))
            {
                Pair(value, at++);
            }
            else if (JsonEscapes.IsRaw(each))
            {
                Utf8(each);
            }
            else
            {
                Escape(each);
            }
        }
    }

    private void Pair(string value, int at)
    {
        if (!JsonEscapes.IsRawPair(value, at))
        {
            Escape(value[at]);
            Escape(value[at + 1]);
            return;
        }
        int code = char.ConvertToUtf32(value, at);
        Reserve(4);
        _buffer[Length++] = (byte)(0xF0 | code >> 18);
        _buffer[Length++] = (byte)(0x80 | code >> 12 & 0x3F);
        _buffer[Length++] = (byte)(0x80 | code >> 6 & 0x3F);
        _buffer[Length++] = (byte)(0x80 | code & 0x3F);
    }

    private void Utf8(char value)
    {
        Reserve(3);
        if (value < 0x800)
        {
            _buffer[Length++] = (byte)(0xC0 | value >> 6);
        }
        else
        {
            _buffer[Length++] = (byte)(0xE0 | value >> 12);
            _buffer[Length++] = (byte)(0x80 | value >> 6 & 0x3F);
        }
        _buffer[Length++] = (byte)(0x80 | value & 0x3F);
    }

    private void Escape(char value)
    {
        Reserve(6);
        _buffer[Length++] = (byte)'\\';
        char letter = value switch { '"' or '\\' => value, '\n' => 'n', '\r' => 'r', '\t' => 't', _ => '\0' };
        if (letter != '\0')
        {
            _buffer[Length++] = (byte)letter;
            return;
        }
        _buffer[Length++] = (byte)'u';
        HexDigits(value, 4);
    }

    internal void HexDigits(ulong value, int count)
    {
        for (int shift = 4 * (count - 1); shift >= 0; shift -= 4)
            _buffer[Length++] = (byte)Hex[(int)(value >> shift & 0xF)];
    }

    internal void Add(byte value)
    {
        Reserve(1);
        _buffer[Length++] = value;
    }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Ensures free space after the end.</summary>
    internal void Reserve(int count)
    {
        if (_buffer.Length - Length < count)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
    }
}
