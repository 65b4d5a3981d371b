using System;
using System.Buffers.Text;

namespace IpMsg.Node.Storage.History.Json;

/// <summary>
/// Writes JSON Lines into a buffer that is used again and again. Absent values (null, false) are left out.
/// Instances are not safe for several threads.
/// </summary>
internal sealed class JsonLineWriter
{
    private const string Hex = "0123456789abcdef";

    private byte[] _buffer = new byte[1 << 14];
    private bool _needsComma;

    /// <summary>What was written; valid until the next write.</summary>
    internal byte[] Buffer => _buffer;

    /// <summary>How many bytes were written.</summary>
    internal int Length { get; private set; }

    /// <summary>Forgets everything behind a position. A buffer that became very large is given back.</summary>
    internal void Reset(int length = 0)
    {
        const int largestKept = 1 << 21;
        if (length == 0 && _buffer.Length > largestKept)
            _buffer = new byte[1 << 14];
        Length = length;
        _needsComma = false;
    }

    internal void StartObject()
    {
        Separate();
        Open((byte)'{');
    }

    internal void StartObject(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open((byte)'{');
    }

    internal void EndObject() => Close((byte)'}');

    internal void StartArray(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open((byte)'[');
    }

    internal void EndArray() => Close((byte)']');

    internal void EndLine()
    {
        EndObject();
        Add((byte)'\n');
        _needsComma = false;
    }

    internal void String(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        Name(name);
        Add((byte)'"');
        Text(value);
        Add((byte)'"');
        _needsComma = true;
    }

    /// <summary>A string of ASCII that needs no escapes.</summary>
    internal void Ascii(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name(name);
        Add((byte)'"');
        Add(value);
        Add((byte)'"');
        _needsComma = true;
    }

    internal void Number(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Room(20);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Length), out int written);
        Length += written;
        _needsComma = true;
    }

    internal void Flag(ReadOnlySpan<byte> name, bool value)
    {
        if (!value)
            return;
        Name(name);
        Add("true"u8);
        _needsComma = true;
    }

    internal void Time(ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is not { } time)
            return;
        Name(name);
        Room(JsonTime.Length + 2);
        Add((byte)'"');
        JsonTime.Write(_buffer.AsSpan(Length), time);
        Length += JsonTime.Length;
        Add((byte)'"');
        _needsComma = true;
    }

    /// <summary>A 128-bit digest as 32 hex digits.</summary>
    internal void Digest(ReadOnlySpan<byte> name, ulong first, ulong second)
    {
        Name(name);
        Room(34);
        Add((byte)'"');
        HexDigits(first, 16);
        HexDigits(second, 16);
        Add((byte)'"');
        _needsComma = true;
    }

    /// <summary>A value that is JSON already.</summary>
    internal void Raw(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        Name(name);
        Add(json);
        _needsComma = true;
    }

    private void Text(string value)
    {
        // Three bytes a character at most, six when it is escaped.
        Room(value.Length * 3);
        for (int at = 0; at < value.Length; at++)
        {
            char each = value[at];
            if (each is >= ' ' and <= '~' and not ('"' or '\\'))
            {
                if (Length == _buffer.Length)
                    Room(1);
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
        Room(4);
        _buffer[Length++] = (byte)(0xF0 | code >> 18);
        _buffer[Length++] = (byte)(0x80 | code >> 12 & 0x3F);
        _buffer[Length++] = (byte)(0x80 | code >> 6 & 0x3F);
        _buffer[Length++] = (byte)(0x80 | code & 0x3F);
    }

    private void Utf8(char value)
    {
        Room(3);
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
        Room(6);
        _buffer[Length++] = (byte)'\\';
        byte letter = value switch { '"' => (byte)'"', '\\' => (byte)'\\', '\n' => (byte)'n', '\r' => (byte)'r', '\t' => (byte)'t', _ => 0 };
        if (letter != 0)
        {
            _buffer[Length++] = letter;
            return;
        }
        _buffer[Length++] = (byte)'u';
        HexDigits(value, 4);
    }

    private void HexDigits(ulong value, int count)
    {
        for (int shift = 4 * (count - 1); shift >= 0; shift -= 4)
            _buffer[Length++] = (byte)Hex[(int)(value >> shift & 0xF)];
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        Room(name.Length + 3);
        _buffer[Length++] = (byte)'"';
        name.CopyTo(_buffer.AsSpan(Length));
        Length += name.Length;
        _buffer[Length++] = (byte)'"';
        _buffer[Length++] = (byte)':';
    }

    private void Separate()
    {
        if (_needsComma)
            Add((byte)',');
    }

    private void Open(byte bracket)
    {
        Add(bracket);
        _needsComma = false;
    }

    private void Close(byte bracket)
    {
        Add(bracket);
        _needsComma = true;
    }

    private void Add(byte value)
    {
        Room(1);
        _buffer[Length++] = value;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    private void Room(int count)
    {
        if (_buffer.Length - Length < count)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
    }
}
