using System;
using System.Globalization;
using System.Text;

namespace IpMsg.Node.Storage.History.Json;

/// <summary>Times as <c>2026-11-27T04:26:02.1234567Z</c>: UTC, ISO 8601, of constant length.</summary>
internal static class JsonTime
{
    internal const int Length = 28;

    private static readonly int[] s_digits = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 20, 21, 22, 23, 24, 25, 26];

    internal static void Write(Span<byte> to, DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        "0000-00-00T00:00:00.0000000Z"u8.CopyTo(to);
        Digits(to, 0, 4, utc.Year);
        Digits(to, 5, 2, utc.Month);
        Digits(to, 8, 2, utc.Day);
        Digits(to, 11, 2, utc.Hour);
        Digits(to, 14, 2, utc.Minute);
        Digits(to, 17, 2, utc.Second);
        Digits(to, 20, 7, (int)(utc.Ticks % TimeSpan.TicksPerSecond));
    }

    /// <summary>Returns false for invalid text.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        if (text.Length == Length && text[10] == 'T' && text[Length - 1] == 'Z' && HasDigits(text))
        {
            int year = Value(text, 0, 4), month = Value(text, 5, 2), day = Value(text, 8, 2);
            int hour = Value(text, 11, 2), minute = Value(text, 14, 2), second = Value(text, 17, 2);
            bool isTime = year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
                && hour < 24 && minute < 60 && second < 60;
            if (isTime)
            {
                var seconds = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
                time = new DateTimeOffset(seconds.AddTicks(Value(text, 20, 7)));
                return true;
            }
        }
        // Another program has written the line.
        return DateTimeOffset.TryParse(Encoding.UTF8.GetString(text.ToArray()), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    private static bool HasDigits(ReadOnlySpan<byte> text)
    {
        foreach (int at in s_digits)
        {
            if (text[at] is < (byte)'0' or > (byte)'9')
                return false;
        }
        return true;
    }

    private static void Digits(Span<byte> to, int at, int count, int value)
    {
        for (int place = at + count - 1; place >= at; place--, value /= 10)
            to[place] = (byte)('0' + value % 10);
    }

    private static int Value(ReadOnlySpan<byte> text, int at, int count)
    {
        int value = 0;
        for (int place = at; place < at + count; place++)
            value = value * 10 + text[place] - '0';
        return value;
    }
}
