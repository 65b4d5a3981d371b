using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>The device names that Windows reserves, in any case and with any extension.</summary>
internal static class DeviceNames
{
    private static readonly string[] s_whole = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

    internal static bool IsMatch(string name)
    {
        int dot = name.IndexOf('.');
        string stem = (dot < 0 ? name : name.Substring(0, dot)).TrimEnd();
        return Array.Exists(s_whole, device => device.Equals(stem, StringComparison.OrdinalIgnoreCase)) || IsNumbered(stem);
    }

    // COM and LPT with one digit, including the superscript digits. Windows documentation differs on zero, so zero counts as reserved.
    private static bool IsNumbered(string stem) => stem.Length == 4
        && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
        && stem[3] is (>= '0' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3';
}
