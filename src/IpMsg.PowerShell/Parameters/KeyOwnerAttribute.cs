using System.Management.Automation;
using IpMsg.PowerShell.Contacts;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Accepts members, messages and keys for a key owner, and converts them to user@host.</summary>
internal sealed class KeyOwnerAttribute : ElementTransformationAttribute
{
    /// <inheritdoc/>
    protected override object? TransformElement(object? value) => TransformOne(value);

    /// <summary>user@host, with wildcard characters escaped, of what has an owner; else the value itself.</summary>
    internal static object? TransformOne(object? value)
    {
        if (value is null or string || (value as PSObject)?.BaseObject is string)
            return value;
        if (ContactInput.PatternOf(value) is { } contact)
            return contact;
        var holder = PSObject.AsPSObject(value);
        holder = holder.Properties["From"]?.Value is { } sender ? PSObject.AsPSObject(sender) : holder;
        return holder.Properties["UserName"]?.Value is { } user && holder.Properties["HostName"]?.Value is { } host
            ? WildcardPattern.Escape(user + "@" + host)
            : value;
    }
}
