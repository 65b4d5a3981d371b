using System;
using System.Globalization;
using System.Text;

namespace IpMsg.Node.Contacts.Json;

/// <summary>
/// Reads JSON that people edit: comments of both forms and a comma behind the last element are allowed. The readers of the framework tell
/// no places of values.
/// </summary>
internal sealed class JsonText
{
    private const int MaxDepth = 32;

    private readonly string _text;
    private int _at;
    private int _depth;

    private JsonText(string text) => _text = text;

    /// <summary>The value of a text.</summary>
    /// <exception cref="JsonTextException">The text is no JSON.</exception>
    internal static JsonValue Parse(string text)
    {
        var reader = new JsonText(text);
        if (text.Length > 0 && text[0] == '\uFEFF')
            reader._at++;
        reader.SkipTrivia();
        var value = reader.ReadValue();
        reader.SkipTrivia();
        return reader._at == text.Length ? value : throw reader.Fail("there is text behind the end");
    }

    /// <summary>The index of the first character at or behind an index that is neither white space nor a comment.</summary>
    /// <exception cref="JsonTextException">A comment has no end.</exception>
    internal static int SkipTrivia(string text, int at)
    {
        var reader = new JsonText(text) { _at = at };
        reader.SkipTrivia();
        return reader._at;
    }

    private JsonValue ReadValue() => Peek() switch
    {
        '{' => ReadObject(),
        '[' => ReadArray(),
        '"' => ReadString(),
        '-' or (>= '0' and <= '9') => ReadPlain(JsonKind.Number),
        >= 'a' and <= 'z' => ReadPlain(JsonKind.Word),
        '\0' => throw Fail("the text ends too early"),
        _ => throw Fail("there is no value"),
    };

    private JsonValue ReadObject() => ReadList(JsonKind.Object, '}', list =>
    {
        if (Peek() != '"')
            throw Fail("a name in double quotes is missing");
        int start = _at;
        string name = ReadString().Text;
        if (list.Find(name) is not null)
            throw new JsonTextException(_text, start, "'" + name + "' is there twice");
        SkipTrivia();
        Take(':');
        SkipTrivia();
        list.Members.Add((name, ReadValue()));
    });

    private JsonValue ReadArray() => ReadList(JsonKind.Array, ']', list => list.Items.Add(ReadValue()));

    private JsonValue ReadList(JsonKind kind, char end, Action<JsonValue> readElement)
    {
        if (++_depth > MaxDepth)
            throw Fail("more than " + MaxDepth + " objects and arrays are in one another");
        var list = new JsonValue(kind, _at++);
        SkipTrivia();
        while (Peek() != end)
        {
            readElement(list);
            SkipTrivia();
            if (Peek() != end)
                Take(',');
            SkipTrivia();
        }
        list.End = ++_at;
        _depth--;
        return list;
    }

    private JsonValue ReadString()
    {
        var value = new JsonValue(JsonKind.String, _at++);
        var content = new StringBuilder();
        while (true)
        {
            char next = Peek();
            if (next < ' ')
                throw Fail(_at < _text.Length ? "a string contains a control character or the end of its line" : "a string has no end");
            _at++;
            if (next == '"')
                break;
            content.Append(next == '\\' ? ReadEscape() : next);
        }
        value.End = _at;
        value.Text = content.ToString();
        return value;
    }

    private char ReadEscape()
    {
        char code = Peek();
        _at++;
        switch (code)
        {
            case '"' or '\\' or '/':
                return code;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= _text.Length
                && ushort.TryParse(_text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit):
                _at += 4;
                return (char)unit;
            default:
                _at--;
                throw Fail("this is no escape of a string; a backslash is written as \\\\");
        }
    }

    private JsonValue ReadPlain(JsonKind kind)
    {
        var value = new JsonValue(kind, _at);
        while (Peek() is '-' or '+' or '.' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or 'E')
            _at++;
        value.End = _at;
        value.Text = _text.Substring(value.Start, _at - value.Start);
        bool isValid = kind == JsonKind.Number
            ? double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            : value.Text is "true" or "false" or "null";
        return isValid ? value : throw new JsonTextException(_text, value.Start, "'" + value.Text + "' is no value; texts need quotes");
    }

    private void SkipTrivia()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] is ' ' or '\t' or '\r' or '\n')
                _at++;
            else if (string.CompareOrdinal(_text, _at, "//", 0, 2) == 0)
                _at = _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length;
            else if (string.CompareOrdinal(_text, _at, "/*", 0, 2) == 0)
                _at = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2
                    : throw Fail("a comment has no end");
            else
                return;
        }
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void Take(char expected)
    {
        if (Peek() != expected)
            throw Fail("'" + expected + "' is missing");
        _at++;
    }

    private JsonTextException Fail(string problem) => new(_text, _at, problem);
}
