using System;
using System.Buffers.Text;

namespace IpMsg.Node.Storage.History.Json;

/// <summary>
/// Reads the JSON of a line without allocating. Invalid JSON sets <see cref="IsDamaged"/>; every later call returns nothing, so a single
/// check at the end is enough.
/// </summary>
internal ref struct JsonLineReader
{
    // Our lines nest three levels. A limit prevents a stack overflow.
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _json;
    private int _at;
    private int _depth;
    private bool _isFirst;

    internal JsonLineReader(ReadOnlySpan<byte> json)
    {
        _json = json;
    }

    /// <summary>True when the line is invalid JSON, or a value has an unexpected type.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>The position of the next value.</summary>
    internal int Position => _at;

    /// <summary>Enters an object; false for another value.</summary>
    internal bool StartObject() => Start((byte)'{');

    /// <summary>Enters an array; false for another value.</summary>
    internal bool StartArray() => Start((byte)'[');

    /// <summary>Reads the name of the next property; false after the last one.</summary>
    internal bool NextProperty(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!Next((byte)'}'))
            return false;
        name = RawString();
        if (!Skip((byte)':'))
            return Fail();
        return !IsDamaged;
    }

    /// <summary>True when the array has another element.</summary>
    internal bool NextElement() => Next((byte)']');

    /// <summary>A string; null for other values, which are skipped.</summary>
    internal string? String()
    {
        if (!IsString())
        {
            SkipValue();
            return null;
        }
        var raw = RawString();
        return IsDamaged ? null : JsonStrings.Decode(raw);
    }

    /// <summary>The bytes of a string with its escapes; empty for other values, which are skipped.</summary>
    internal ReadOnlySpan<byte> Bytes()
    {
        if (IsString())
            return RawString();
        SkipValue();
        return default;
    }

    /// <summary>An integer; 0 for other values, which are skipped.</summary>
    internal long Number()
    {
        Blanks();
        int start = _at;
        SkipValue();
        return Utf8Parser.TryParse(_json.Slice(start, _at - start), out long value, out int length) && length == _at - start ? value : 0;
    }

    /// <summary>True for <c>true</c>; other values are skipped.</summary>
    internal bool Flag()
    {
        Blanks();
        int start = _at;
        SkipValue();
        return _json.Slice(start, _at - start).SequenceEqual("true"u8);
    }

    /// <summary>A time; null for other values, which are skipped.</summary>
    internal DateTimeOffset? Time() => JsonTime.TryRead(Bytes(), out var time) ? time : null;

    /// <summary>Skips a value of any type.</summary>
    internal void SkipValue()
    {
        Blanks();
        if (_at >= _json.Length)
        {
            Fail();
            return;
        }
        switch (_json[_at])
        {
            case (byte)'"':
                RawString();
                break;
            case (byte)'{':
                if (StartObject())
                {
                    while (NextProperty(out _))
                        SkipValue();
                }
                break;
            case (byte)'[':
                if (StartArray())
                {
                    while (NextElement())
                        SkipValue();
                }
                break;
            default:
                SkipWord();
                break;
        }
    }

    private bool IsString()
    {
        Blanks();
        return _at < _json.Length && _json[_at] == '"';
    }

    private void SkipWord()
    {
        int start = _at;
        while (_at < _json.Length && _json[_at] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'"' or (byte)':' or 0))
            _at++;
        if (_at == start)
            Fail();
    }

    private bool Start(byte bracket)
    {
        if (!Skip(bracket) || ++_depth > MaxDepth)
            return Fail();
        _isFirst = true;
        return true;
    }

    private bool Next(byte end)
    {
        if (IsDamaged)
            return false;
        if (Skip(end))
        {
            _depth--;
            _isFirst = false;
            return false;
        }
        if (!_isFirst && !Skip((byte)','))
            return Fail();
        _isFirst = false;
        return true;
    }

    private ReadOnlySpan<byte> RawString()
    {
        if (!Skip((byte)'"'))
        {
            Fail();
            return default;
        }
        int start = _at;
        while (true)
        {
            int length = _json.Slice(_at).IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
            {
                Fail();
                return default;
            }
            _at += length;
            if (_json[_at] == '"')
                return _json.Slice(start, _at++ - start);
            _at += 2;
            if (_at > _json.Length)
            {
                Fail();
                return default;
            }
        }
    }

    private bool Skip(byte expected)
    {
        Blanks();
        if (IsDamaged || _at >= _json.Length || _json[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private void Blanks()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r')
            _at++;
    }

    private bool Fail()
    {
        IsDamaged = true;
        _at = _json.Length;
        return false;
    }
}
