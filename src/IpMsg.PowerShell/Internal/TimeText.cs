using System;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using IpMsg.PowerShell.Output;

namespace IpMsg.PowerShell.Internal;

/// <summary>Short texts of times for views, for live and deserialized objects. Empty for no time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TimeText
{
    /// <summary>The time on the current day, date and time in the current year, else the date: 22:48:34, 07-28 22:48, 2025-12-31.</summary>
    public static string Clock(object? time)
    {
        if (DeserializedTime.Read(time) is not { } when)
            return "";
        var (local, now) = (when.ToLocalTime(), DateTimeOffset.Now);
        return Format(local, local.Date == now.Date ? "HH:mm:ss" : local.Year == now.Year ? "MM-dd HH:mm" : "yyyy-MM-dd");
    }

    /// <summary>Date and time: 2026-07-28 22:48:34.</summary>
    public static string Full(object? time) =>
        DeserializedTime.Read(time) is { } when ? Format(when.ToLocalTime(), "yyyy-MM-dd HH:mm:ss") : "";

    /// <summary>Date and time without seconds: 2026-07-28 22:48.</summary>
    public static string Minutes(object? time) =>
        DeserializedTime.Read(time) is { } when ? Format(when.ToLocalTime(), "yyyy-MM-dd HH:mm") : "";

    /// <summary>How long ago: now, 40s, 3m, 2h, 5d.</summary>
    public static string Ago(object? time)
    {
        if (DeserializedTime.Read(time) is not { } when)
            return "";
        var ago = DateTimeOffset.UtcNow - when;
        return ago.TotalSeconds < 5 ? "now"
            : ago.TotalSeconds < 60 ? Whole(ago.TotalSeconds, "s")
            : ago.TotalMinutes < 60 ? Whole(ago.TotalMinutes, "m")
            : ago.TotalHours < 24 ? Whole(ago.TotalHours, "h")
            : Whole(ago.TotalDays, "d");
    }

    /// <summary>Milliseconds with one decimal; empty for none. The value may come from an export.</summary>
    public static string Milliseconds(object? ms) =>
        ms is not null && LanguagePrimitives.TryConvertTo(ms, CultureInfo.InvariantCulture, out double number)
            ? number.ToString("0.0", CultureInfo.InvariantCulture)
            : "";

    private static string Format(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string Whole(double number, string unit) => Math.Floor(number).ToString("0", CultureInfo.InvariantCulture) + unit;
}
