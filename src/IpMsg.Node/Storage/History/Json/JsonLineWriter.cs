using System;
using System.Buffers.Text;

namespace IpMsg.Node.Storage.History.Json;

/// <summary>Writes JSON Lines into a reusable buffer. Omits null and false. Not thread-safe.</summary>
internal sealed class JsonLineWriter
{
    private readonly JsonBuffer _out = new();
    private bool _needsComma;

    /// <summary>The written bytes; valid until the next write.</summary>
    internal byte[] Buffer => _out.Bytes;

    /// <summary>The number of written bytes.</summary>
    internal int Length => _out.Length;

    /// <summary>Clears the buffer.</summary>
    internal void Reset()
    {
        _out.Clear();
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
        _out.Add((byte)'\n');
        _needsComma = false;
    }

    internal void String(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        Name(name);
        _out.Add((byte)'"');
        _out.Text(value);
        _out.Add((byte)'"');
        _needsComma = true;
    }

    /// <summary>An ASCII string that needs no escapes.</summary>
    internal void Ascii(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name(name);
        _out.Add((byte)'"');
        _out.Add(value);
        _out.Add((byte)'"');
        _needsComma = true;
    }

    internal void Number(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        _out.Reserve(20);
        Utf8Formatter.TryFormat(value, _out.Free, out int written);
        _out.Length += written;
        _needsComma = true;
    }

    internal void Flag(ReadOnlySpan<byte> name, bool value)
    {
        if (!value)
            return;
        Name(name);
        _out.Add("true"u8);
        _needsComma = true;
    }

    internal void Time(ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is not { } time)
            return;
        Name(name);
        _out.Reserve(JsonTime.Length + 2);
        _out.Add((byte)'"');
        JsonTime.Write(_out.Free, time);
        _out.Length += JsonTime.Length;
        _out.Add((byte)'"');
        _needsComma = true;
    }

    /// <summary>A 128-bit digest as 32 hex digits.</summary>
    internal void Digest(ReadOnlySpan<byte> name, ulong first, ulong second)
    {
        Name(name);
        _out.Reserve(34);
        _out.Add((byte)'"');
        _out.HexDigits(first, 16);
        _out.HexDigits(second, 16);
        _out.Add((byte)'"');
        _needsComma = true;
    }

    /// <summary>A value that is JSON already.</summary>
    internal void Raw(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        Name(name);
        _out.Add(json);
        _needsComma = true;
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        _out.Add((byte)'"');
        _out.Add(name);
        _out.Add("\":"u8);
    }

    private void Separate()
    {
        if (_needsComma)
            _out.Add((byte)',');
    }

    private void Open(byte bracket)
    {
        _out.Add(bracket);
        _needsComma = false;
    }

    private void Close(byte bracket)
    {
        _out.Add(bracket);
        _needsComma = true;
    }
}
