using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Lets a parameter for names of contacts take contacts as well, also deserialized ones.</summary>
internal sealed class ContactNameAttribute : ElementTransformationAttribute
{
    /// <inheritdoc/>
    protected override object? TransformElement(object? value) =>
        value is null or string || (value as PSObject)?.BaseObject is string ? value
        : PSObject.AsPSObject(value).Properties["Name"]?.Value?.ToString() is { } name ? WildcardPattern.Escape(name)
        : value;
}
