using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Lets a parameter for key owners take members, messages and keys as well, as user@host.</summary>
internal sealed class KeyOwnerAttribute : ElementTransformationAttribute
{
    /// <inheritdoc/>
    protected override object? TransformElement(object? value)
    {
        if (value is null or string || (value as PSObject)?.BaseObject is string)
            return value;
        var holder = PSObject.AsPSObject(value);
        holder = holder.Properties["From"]?.Value is { } sender ? PSObject.AsPSObject(sender) : holder;
        return holder.Properties["UserName"]?.Value is { } user && holder.Properties["HostName"]?.Value is { } host ? WildcardPattern.Escape(user + "@" + host) : value;
    }
}
