using System;
using System.ComponentModel;
using System.Globalization;

namespace IpMsg.PowerShell.Internal;

/// <summary>Byte counts with PowerShell's units: 1 KB is 1024 bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SizeText
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Up to three digits and a unit: 980 B, 1.50 KB, 212 MB.</summary>
    public static string Of(double bytes)
    {
        int unit = 0;
        // 999.5 would be rounded to 1000.
        for (; bytes >= 999.5 && unit < s_units.Length - 1; unit++)
            bytes /= 1024;
        string digits = unit == 0 || bytes >= 99.95 ? "0" : bytes >= 9.995 ? "0.0" : "0.00";
        return bytes.ToString(digits, CultureInfo.CurrentCulture) + " " + s_units[unit];
    }

    /// <summary>Bytes per second; empty for 0.</summary>
    public static string Rate(double bytesPerSecond) => bytesPerSecond > 0 ? Of(bytesPerSecond) + "/s" : "";

    /// <summary>The completed part in percent: 45%; empty when the total is unknown.</summary>
    public static string Share(double done, double whole) =>
        whole > 0 ? Math.Min(100, Math.Floor(100 * done / whole)).ToString("0", CultureInfo.CurrentCulture) + "%" : "";
}
