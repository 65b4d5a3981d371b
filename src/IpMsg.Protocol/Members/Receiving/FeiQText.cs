using System;
using System.Text;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Reads the marks in texts of FeiQ: the font at the end (R108), emoticons and images (R112). All depends on the text alone, so that a
/// stored text reads as it did when it arrived.
/// </summary>
internal static class FeiQText
{
    private const string ImageStart = "/~#>", ImageEnd = "<B~", Image = "[image]";
    private const int ImageIdLength = 8;

    /// <summary>The text as FeiQ shows it, with words for emoticons and images; the same string when it has no marks.</summary>
    internal static string Read(string text)
    {
        string withoutFont = FontDescriptor.Remove(text);
        // Other clients may write the codes of emoticons without meaning them. Only a font shows that FeiQ has written the text.
        bool isFeiQ = withoutFont.Length < text.Length;
        if (withoutFont.IndexOf('/') < 0 || !isFeiQ && withoutFont.IndexOf(ImageStart, StringComparison.Ordinal) < 0)
            return withoutFont;
        var shown = new StringBuilder(withoutFont.Length);
        int at = 0;
        while (at < withoutFont.Length)
        {
            if (LengthOfImage(withoutFont, at) is > 0 and var image)
            {
                shown.Append(Image);
                at += image;
            }
            else if (isFeiQ && FeiQEmoticons.Find(withoutFont, at) is { } emoticon)
            {
                shown.Append('[').Append(emoticon.Name).Append(']');
                at += emoticon.Code.Length;
            }
            else
            {
                shown.Append(withoutFont[at++]);
            }
        }
        return shown.ToString();
    }

    private static int LengthOfImage(string text, int at)
    {
        int end = at + ImageStart.Length + ImageIdLength;
        if (end + ImageEnd.Length > text.Length
            || string.CompareOrdinal(text, at, ImageStart, 0, ImageStart.Length) != 0
            || string.CompareOrdinal(text, end, ImageEnd, 0, ImageEnd.Length) != 0)
            return 0;
        for (int i = at + ImageStart.Length; i < end; i++)
        {
            if (!Uri.IsHexDigit(text[i]))
                return 0;
        }
        return end + ImageEnd.Length - at;
    }
}
