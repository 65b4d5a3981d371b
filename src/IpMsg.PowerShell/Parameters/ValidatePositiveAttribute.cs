using System;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Accepts times above zero, up to 36,500 days.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidatePositiveAttribute : ValidateEnumeratedArgumentsAttribute
{
    private static readonly TimeSpan s_max = TimeSpan.FromDays(36_500);

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (element is not TimeSpan span || span <= TimeSpan.Zero || span > s_max)
        {
            throw new ValidationMetadataException(
                "'" + element + "' is not a time above 0 and up to 36500 days, such as 1:30 for one and a half hours.");
        }
    }
}
