using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.Node;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets;

/// <summary>Text for a terminal: nothing in it moves the cursor, changes colours or turns the direction of a line.</summary>
internal sealed class SafeTextTarget : FuzzTarget
{
    private const int MaxMarks = 4;

    private static readonly StandIns s_legacy = StandIns.For(Codecs.Japanese.CodePage);

    internal override string Name => "safe-text";

    internal override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "Hello", "a\r\nb\tc", "\u001B[31mred\u001B[0m", "\u202Egnp.exe", "\u0939\u093F\u0928\u094D\u200D\u0926\u0940",
            "\uD83D\uDC68\u200D\uD83D\uDC69", "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306", "\uD800x",
            "\u2028\u2029\u0085", "\uDB40\uDC41",
        }.Select(Utf16Input.Of),
        .. HostileName.All.Take(20).Select(name => Utf16Input.Of(name.Received)),
    ];

    internal override IReadOnlyList<byte[]> Words { get; } = [.. new[]
        {
            "\u001B[", "\u009B", "\u202E", "\u2066", "\u200D", "\u200C", "\u0300", "\u20DD", "\uD83D\uDE00", "\uDB40\uDC41", "\r\n",
            "\u2028",
        }
        .SelectMany(word => (byte[][])[Encoding.UTF8.GetBytes(word), Encoding.Unicode.GetBytes(word)])];

    internal override void Run(ReadOnlySpan<byte> input)
    {
        string text = Utf16Input.Read(input);
        foreach (var standIns in new ReadOnlySpan<StandIns>([StandIns.Unicode, s_legacy]))
        {
            foreach (bool keepsLines in new ReadOnlySpan<bool>([false, true]))
                Check(text, keepsLines, standIns);
        }
    }

    private static void Check(string text, bool keepsLines, StandIns standIns)
    {
        string safe = SafeText.Convert(text, keepsLines, standIns);
        Require.That(safe.Length <= text.Length, "length");
        Require.That(SafeText.Convert(safe, keepsLines, standIns) == safe, "safe text is not safe");
        int marks = 0;
        for (int at = 0; at < safe.Length; at++)
        {
            bool isPair = char.IsSurrogatePair(safe, at);
            var category = CharUnicodeInfo.GetUnicodeCategory(safe, at);
            Require.That(category != UnicodeCategory.Control || keepsLines && safe[at] == '\n', "control character");
            Require.That(isPair || category != UnicodeCategory.Surrogate, "half a pair");
            Require.That(category is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator), "separator");
            Require.That(category != UnicodeCategory.Format || safe[at] is '\u200C' or '\u200D', "format character");
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            Require.That(marks <= MaxMarks, "marks");
            at += isPair ? 1 : 0;
        }
    }
}
