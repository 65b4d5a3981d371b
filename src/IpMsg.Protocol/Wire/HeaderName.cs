using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>Prepares names for the header, which has no escape character (R10).</summary>
internal static class HeaderName
{
    /// <summary>The longest name the reference client keeps, in bytes of its encoding.</summary>
    public const int MaxBytes = 79;

    /// <summary>
    /// The name with <c>;</c> for each <c>:</c>, without control characters (NUL ends a field, BEL separates the fields of host lists). It
    /// has 1 to <see cref="MaxBytes"/> bytes in UTF-8.
    /// </summary>
    /// <param name="name">The name of the user or machine.</param>
    /// <param name="defaultName">The result when no character remains.</param>
    public static string Clean(string? name, string defaultName)
    {
        string clean = Tidy(name).Replace(':', ';');
        return clean.Length == 0 ? defaultName : clean;
    }

    /// <summary>
    /// Encodes a clean name. Some encodings write the byte of a colon for another character, or for half of one. It would end the field, so
    /// it becomes a semicolon (R10).
    /// </summary>
    public static byte[] Encode(string name, Encoding encoding)
    {
        byte[] bytes = encoding.GetBytes(name);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == (byte)':')
                bytes[i] = (byte)';';
        }
        return bytes;
    }

    /// <summary>
    /// A nickname, group or absence title without control characters and not longer than <see cref="MaxBytes"/>. It may contain colons,
    /// because it is not in the header.
    /// </summary>
    public static string Tidy(string? name)
    {
        var printable = new StringBuilder();
        foreach (char each in name ?? "")
        {
            if (!char.IsControl(each))
                printable.Append(each);
        }
        return Shorten(printable.ToString().Trim(), MaxBytes).TrimEnd();
    }

    /// <summary>Shortens a text to a number of UTF-8 bytes at most, between two characters.</summary>
    public static string Shorten(string text, int maxBytes)
    {
        int bytes = 0, length = 0;
        while (length < text.Length)
        {
            int characters = char.IsSurrogatePair(text, length) ? 2 : 1;
            bytes += characters == 2 ? 4 : text[length] < 0x80 ? 1 : text[length] < 0x800 ? 2 : 3;
            if (bytes > maxBytes)
                break;
            length += characters;
        }
        return text.Substring(0, length);
    }
}
