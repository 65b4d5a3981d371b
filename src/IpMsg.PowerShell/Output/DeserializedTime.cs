using System;
using System.Globalization;
using System.Management.Automation;

namespace IpMsg.PowerShell.Output;

/// <summary>Times, also what Export-Clixml, jobs and JSON make of them.</summary>
internal static class DeserializedTime
{
    /// <summary>The time; null when it is none.</summary>
    internal static DateTimeOffset? Read(object? value)
    {
        // The engine keeps the properties of a DateTimeOffset, and not what it is.
        if (value is PSObject { BaseObject: PSCustomObject } revived)
            return revived.Properties["UtcTicks"]?.Value is long ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        return value is not null && LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out DateTimeOffset time) ? time : null;
    }
}
