using System;
using System.Globalization;
using System.Management.Automation;

namespace IpMsg.PowerShell.Output;

/// <summary>Reads times, also deserialized ones from Export-Clixml, jobs and JSON.</summary>
internal static class DeserializedTime
{
    /// <summary>The time; null when the value is no time.</summary>
    internal static DateTimeOffset? Read(object? value)
    {
        // The engine serializes the properties of a DateTimeOffset but not its type.
        if (value is PSObject { BaseObject: PSCustomObject } deserialized)
        {
            return deserialized.Properties["UtcTicks"]?.Value is long ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
                ? new DateTimeOffset(ticks, TimeSpan.Zero)
                : null;
        }
        return value is not null && LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out DateTimeOffset time)
            ? time
            : null;
    }
}
