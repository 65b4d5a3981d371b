using System;
using System.Text;
using IpMsg.Node.Storage.History.Json;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>
/// Finds lines that may contain a text by their UTF-8 bytes, without decoding. It searches for the longest part of the text with known
/// bytes: characters without case, and ASCII letters in both cases. A line that passes may still not match.
/// </summary>
internal sealed class TextFilter
{
    private readonly byte[] _needle;
    private readonly byte _firstUpper;
    private readonly bool _isAscii;

    internal TextFilter(string text)
    {
        Text = text;
        string ascii = Longest(text, static each => each is > ' ' and <= '~' && JsonEscapes.IsRaw(each));
        string caseless = Longest(text, static each => each > '~' && JsonEscapes.IsRaw(each) && IsCaseless(each));
        byte[] caselessBytes = Encoding.UTF8.GetBytes(caseless);
        // Bytes of other scripts are rarer in a line than ASCII letters, which its property names use.
        _isAscii = caselessBytes.Length == 0;
        _needle = _isAscii ? Encoding.UTF8.GetBytes(ascii.ToLowerInvariant()) : caselessBytes;
        if (_needle.Length > 0)
            _firstUpper = (byte)char.ToUpperInvariant((char)_needle[0]);
    }

    /// <summary>The text.</summary>
    internal string Text { get; }

    /// <summary>Returns false when the line cannot contain the text.</summary>
    internal bool CanMatch(ReadOnlySpan<byte> line)
    {
        if (_needle.Length == 0)
            return true;
        return _isAscii ? ContainsAscii(line) : line.IndexOf(_needle) >= 0;
    }

    /// <summary>True when the text occurs in <paramref name="text"/>.</summary>
    internal bool IsMatch(string? text) => text is not null && text.IndexOf(Text, StringComparison.OrdinalIgnoreCase) >= 0;

    private bool ContainsAscii(ReadOnlySpan<byte> line)
    {
        byte[] needle = _needle;
        while (line.Length >= needle.Length)
        {
            int at = _firstUpper == needle[0] ? line.IndexOf(needle[0]) : line.IndexOfAny(needle[0], _firstUpper);
            if (at < 0 || line.Length - at < needle.Length)
                return false;
            int matched = 1;
            while (matched < needle.Length && Lower(line[at + matched]) == needle[matched])
                matched++;
            if (matched == needle.Length)
                return true;
            line = line.Slice(at + 1);
        }
        return false;
    }

    private static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;

    private static bool IsCaseless(char value) => char.ToUpperInvariant(value) == value && char.ToLowerInvariant(value) == value;

    private static string Longest(string text, Predicate<char> fits)
    {
        string longest = "";
        for (int start = 0; start < text.Length; start++)
        {
            int end = start;
            while (end < text.Length && fits(text[end]))
                end++;
            if (end - start > longest.Length)
                longest = text.Substring(start, end - start);
            start = end;
        }
        return longest;
    }
}
