using System;

namespace IpMsg.Node.Storage.Keys;

/// <summary>Base64 lines between a begin and an end marker.</summary>
internal static class PemText
{
    internal static string Write(string label, byte[] bytes) =>
        Begin(label) + "\n"
        + Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).Replace("\r", "") + "\n"
        + End(label) + "\n";

    /// <summary>The first block with the label; null when there is none.</summary>
    internal static byte[]? Read(string text, string label)
    {
        int from = text.IndexOf(Begin(label), StringComparison.Ordinal), to = text.IndexOf(End(label), StringComparison.Ordinal);
        if (from < 0 || to < from)
            return null;
        from += Begin(label).Length;
        try
        {
            return Convert.FromBase64String(text.Substring(from, to - from));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Begin(string label) => "-----BEGIN " + label + "-----";

    private static string End(string label) => "-----END " + label + "-----";
}
