using System;

namespace IpMsg.Protocol.Wire;

/// <summary>The encoding that bytes without a UTF-8 flag indicate.</summary>
internal enum TextEvidence
{
    /// <summary>ASCII only: no evidence either way.</summary>
    Neutral,
    /// <summary>Well-formed UTF-8 beyond ASCII, which a short text in a code page may be by chance.</summary>
    Utf8,
    /// <summary>Well-formed UTF-8 with several characters of three bytes or more.</summary>
    CertainUtf8,
    /// <summary>Not UTF-8, so it is some code page.</summary>
    CodePage,
}

/// <summary>Tells UTF-8 from code pages by form alone, without exceptions and without decoding.</summary>
internal static class Utf8Check
{
    // With so many well-formed characters the text is UTF-8: an incomplete last one comes from a sender with a small buffer.
    private const int MinToBeCertain = 16;

    // Two letters of Shift_JIS or GBK often form one character of UTF-8, and rarely two with three bytes each.
    private const int MinLongToBeCertain = 2;
    private const int LongLength = 3;

    // U+FFFD stands for lost characters, and two of it are three common letters of GB2312.
    private static ReadOnlySpan<byte> Replacement => [0xEF, 0xBF, 0xBD];

    internal static TextEvidence Examine(ReadOnlySpan<byte> bytes)
    {
        int beyondAscii = 0, longOnes = 0;
        int at = 0;
        while (at < bytes.Length)
        {
            byte lead = bytes[at];
            if (lead < 0x80)
            {
                at++;
                continue;
            }
            int length = SequenceLength(bytes.Slice(at));
            if (length == 0)
            {
                return beyondAscii >= MinToBeCertain && IsCutOff(bytes.Slice(at))
                    ? longOnes >= MinToBeCertain ? TextEvidence.CertainUtf8 : TextEvidence.Utf8
                    : TextEvidence.CodePage;
            }
            beyondAscii++;
            longOnes += length >= LongLength && !bytes.Slice(at).StartsWith(Replacement) ? 1 : 0;
            at += length;
        }
        return longOnes >= MinLongToBeCertain ? TextEvidence.CertainUtf8
            : beyondAscii > 0 ? TextEvidence.Utf8
            : TextEvidence.Neutral;
    }

    private static bool IsCutOff(ReadOnlySpan<byte> rest)
    {
        bool cut = rest.Length < ClaimedLength(rest[0]);
        for (int i = 1; i < rest.Length && cut; i++)
            cut = rest[i] is >= 0x80 and <= 0xBF;
        return cut;
    }

    /// <summary>How long a sequence with this lead byte is, or 0 when none begins with it.</summary>
    private static int ClaimedLength(byte lead) =>
        lead switch { >= 0xC2 and <= 0xDF => 2, >= 0xE0 and <= 0xEF => 3, >= 0xF0 and <= 0xF4 => 4, _ => 0 };

    /// <summary>Length of the well-formed sequence at the start (Unicode's table 3-7), or 0.</summary>
    private static int SequenceLength(ReadOnlySpan<byte> at)
    {
        byte lead = at[0];
        int length = ClaimedLength(lead);
        if (length == 0 || at.Length < length)
            return 0;
        byte second = at[1];
        bool secondFits = lead switch
        {
            0xE0 => second is >= 0xA0 and <= 0xBF,
            0xED => second is >= 0x80 and <= 0x9F,
            0xF0 => second is >= 0x90 and <= 0xBF,
            0xF4 => second is >= 0x80 and <= 0x8F,
            _ => second is >= 0x80 and <= 0xBF,
        };
        for (int i = 2; i < length && secondFits; i++)
            secondFits = at[i] is >= 0x80 and <= 0xBF;
        return secondFits ? length : 0;
    }
}
