using System;
using System.Globalization;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Interop;

/// <summary>Finds the encoding for clients without UTF-8, by name, number or culture (R13).</summary>
internal static class CodePages
{
    /// <summary>The encoding of the Chinese dialects, independent of the user's own (R97).</summary>
    internal const string Chinese = "gb18030";
    private const string Korean = "ks_c_5601-1987";
    private const string Japanese = "shift_jis";

    /// <param name="name">A name (<c>shift_jis</c>) or a code page number (<c>932</c>).</param>
    /// <exception cref="ArgumentException">There is no such encoding, or it cannot encode the ASCII parts of packets.</exception>
    internal static Encoding Find(string name)
    {
        var encoding = TryGet(name);
        if (encoding == null && CodePagesProvider.TryRegister())
            encoding = TryGet(name);
        if (encoding == null)
            throw new ArgumentException("There is no encoding '" + name + "'."
                + " Examples: shift_jis, gb18030, ks_c_5601-1987, big5, 932, utf-8.");
        if (!KeepsAscii(encoding))
            throw new ArgumentException("The encoding '" + name + "' does not leave ASCII as it is, and packets need that."
                + " Examples: shift_jis, gb18030, utf-8.");
        return encoding.CodePage == TextCodec.Utf8.CodePage ? TextCodec.Utf8 : encoding;
    }

    /// <summary>The most likely encoding of clients in the user's country.</summary>
    internal static string DefaultFor(CultureInfo culture) => culture.TwoLetterISOLanguageName switch
    {
        "zh" => Chinese,
        "ko" => Korean,
        _ => Japanese,
    };

    private static Encoding? TryGet(string name)
    {
        try
        {
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? Encoding.GetEncoding(number)
                : Encoding.GetEncoding(name);
        }
        // The framework throws either of the two for an unknown encoding.
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>False for example for UTF-16, which adds NULs, and EBCDIC, which moves the colon.</summary>
    private static bool KeepsAscii(Encoding encoding)
    {
        const string Structure = "1:09:az-AZ_+\n\a";
        return Encoding.ASCII.GetString(encoding.GetBytes(Structure)) == Structure;
    }
}
