using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Lets a parameter for owners of keys take members, messages and keys as well: keys belong to user and host.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyOwnerAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list ? list.Cast<object?>().Select(Owner).ToArray() : Owner(inputData)!;

    private static object? Owner(object? value)
    {
        if (value is null or string || (value as PSObject)?.BaseObject is string)
            return value;
        var holder = PSObject.AsPSObject(value);
        holder = holder.Properties["From"]?.Value is { } sender ? PSObject.AsPSObject(sender) : holder;
        return holder.Properties["UserName"]?.Value is { } user && holder.Properties["HostName"]?.Value is { } host ? WildcardPattern.Escape(user + "@" + host) : value;
    }
}
