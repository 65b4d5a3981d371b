using System;
using System.IO;
using System.Security;
using System.Text;

namespace IpMsg.Node;

/// <summary>The visible characters that replace those that a terminal would obey, or that mark a cut.</summary>
internal sealed class StandIns
{
    /// <summary>Return symbol, control pictures and ellipsis. A terminal with Unicode shows them in one column.</summary>
    internal static readonly StandIns Unicode = new(null, '\u23CE', '\uFFFD', "\u2026");

    private static StandIns s_last = Unicode;

    private readonly Encoding? _encoding;

    private StandIns(Encoding? encoding, char lineEnd, char other, string ellipsis)
    {
        _encoding = encoding;
        LineEnd = lineEnd;
        Other = other;
        Ellipsis = ellipsis;
    }

    /// <summary>
    /// Those for the console of this process. The legacy console of Windows in Japan, China, Korea and Taiwan has a code page (932, 936,
    /// 949 or 950) without symbols for control characters, and shows a question mark in place of each. It also gives two columns to an
    /// ellipsis. Windows Terminal has such a code page too, and shows all of Unicode.
    /// </summary>
    internal static StandIns Current
    {
        get
        {
            try
            {
                bool isTerminal = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WT_SESSION"));
                return isTerminal ? Unicode : For(Console.OutputEncoding);
            }
            catch (Exception exception) when (exception is IOException or SecurityException or ArgumentException or NotSupportedException)
            {
                // There is no console, or it has a code page that the runtime does not know.
                return Unicode;
            }
        }
    }

    /// <summary>For line ends in a text on one line.</summary>
    internal char LineEnd { get; }

    /// <summary>For other characters, which a view must not contain.</summary>
    internal char Other { get; }

    /// <summary>For the rest of a text that was cut.</summary>
    internal string Ellipsis { get; }

    /// <summary>True for ASCII.</summary>
    internal bool IsLegacy => _encoding is not null;

    /// <summary>The characters for a console with that encoding.</summary>
    internal static StandIns For(Encoding output)
    {
        if (output.CodePage is not (932 or 936 or 949 or 950))
            return Unicode;
        var last = s_last;
        return last._encoding?.CodePage == output.CodePage ? last : s_last = new StandIns(output, '|', '.', "..");
    }

    /// <summary>For a character below U+0020, or U+007F.</summary>
    internal char Control(char each) => IsLegacy ? Other : each == '\u007F' ? '\u2421' : (char)('\u2400' + each);

    /// <summary>
    /// The columns of a text in a legacy console, where each character of two bytes takes two columns; null for a console with Unicode.
    /// </summary>
    internal int? ColumnsOf(string text) => _encoding?.GetByteCount(text);
}
