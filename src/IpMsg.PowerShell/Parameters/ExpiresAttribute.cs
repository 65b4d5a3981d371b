using System;
using System.Globalization;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Reads a time span from now on or a time, and returns the time. A text is a time span when it can be one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExpiresAttribute : ArgumentTransformationAttribute
{
    private static readonly TimeSpan s_max = TimeSpan.FromDays(366);

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var now = DateTimeOffset.Now;
        var expires = value switch
        {
            TimeSpan span => After(now, span),
            DateTimeOffset time => time,
            DateTime time => new DateTimeOffset(time),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) => After(now, span),
            string text when DateTimeOffset.TryParse(
                text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeLocal, out var time) => time,
            _ => throw new ArgumentTransformationMetadataException("'" + value
                + "' is neither a time span, such as 2.00:00:00 for two days, nor a time, such as (Get-Date).AddHours(8)."),
        };
        return expires > now && expires - now <= s_max ? expires
            : throw new ArgumentTransformationMetadataException("'" + value + "' is not in the future, or more than 366 days away.");
    }

    private static DateTimeOffset After(DateTimeOffset now, TimeSpan span) =>
        span > TimeSpan.Zero && span <= s_max ? now + span : DateTimeOffset.MinValue;
}
