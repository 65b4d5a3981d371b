using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>Makes names fit for the header, which has no way to escape anything (R10).</summary>
internal static class HeaderName
{
    /// <summary>The longest name the reference client keeps, in bytes of its encoding.</summary>
    public const int MaxBytes = 79;

    /// <summary>
    /// The name with <c>:</c> as <c>;</c>, without control characters (NUL ends a field, BEL separates host lists), never empty
    /// and not longer than <see cref="MaxBytes"/> in UTF-8.
    /// </summary>
    /// <param name="name">What the user or the machine is called.</param>
    /// <param name="instead">What to use when nothing is left.</param>
    public static string Clean(string? name, string instead)
    {
        string tidy = Tidy(name).Replace(':', ';');
        return tidy.Length == 0 ? instead : tidy;
    }

    /// <summary>
    /// A clean name in an encoding. Some encodings make a colon of a character that is none, or of half of one; what follows would then
    /// be read as the wrong field, so such a colon becomes a semicolon as well (R10).
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
    /// A nickname, group or absence title fit to travel: without control characters and not longer than <see cref="MaxBytes"/>.
    /// Colons may stay, for these are not in the header.
    /// </summary>
    public static string Tidy(string? name)
    {
        var clean = new StringBuilder();
        foreach (char each in name ?? "")
        {
            if (!char.IsControl(each))
                clean.Append(each);
        }
        return Shorten(clean.ToString().Trim(), MaxBytes).TrimEnd();
    }

    /// <summary>Cuts a text so that it needs no more than the given number of UTF-8 bytes, never through a character.</summary>
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
