using System;
using System.ComponentModel;
using System.Globalization;

namespace IpMsg.PowerShell.Internal;

/// <summary>Numbers of bytes for people, with the units that PowerShell calculates with: 1 KB is 1024 bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SizeText
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Three digits or so and a unit: 980 B, 1.5 KB, 212 MB.</summary>
    public static string Of(double bytes)
    {
        int unit = 0;
        // Before 999.5 would be shown as 1000.
        for (; bytes >= 999.5 && unit < s_units.Length - 1; unit++)
            bytes /= 1024;
        string digits = unit == 0 || bytes >= 99.95 ? "0" : bytes >= 9.995 ? "0.0" : "0.00";
        return bytes.ToString(digits, CultureInfo.CurrentCulture) + " " + s_units[unit];
    }

    /// <summary>The same for a second; empty for nothing.</summary>
    public static string Rate(double bytesPerSecond) => bytesPerSecond > 0 ? Of(bytesPerSecond) + "/s" : "";

    /// <summary>How much of it is done: 45%; empty when the whole is not known.</summary>
    public static string Share(double done, double whole) =>
        whole > 0 ? Math.Min(100, Math.Floor(100 * done / whole)).ToString("0", CultureInfo.CurrentCulture) + "%" : "";
}
