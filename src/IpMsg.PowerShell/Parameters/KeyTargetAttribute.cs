using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>
/// Accepts keys of this session as they are, because they know their listener, and converts what else has an owner to user@host.
/// </summary>
internal sealed class KeyTargetAttribute : ElementTransformationAttribute
{
    /// <inheritdoc/>
    protected override object? TransformElement(object? value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) is IpMsgKey || IsOwn(value)
            ? value
            : KeyOwnerAttribute.TransformOne(value);

    // A deserialized own key has the names of this user, under which another key may be pinned.
    private static bool IsOwn(object? value) =>
        value is not (null or string) && LanguagePrimitives.IsTrue(PSObject.AsPSObject(value).Properties["IsOwn"]?.Value);
}
