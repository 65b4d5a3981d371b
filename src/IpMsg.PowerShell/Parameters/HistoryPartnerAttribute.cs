using System.Management.Automation;
using IpMsg.PowerShell.Contacts;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Parameters;

/// <summary>
/// Lets a parameter for the other side of messages take members, messages, senders and deliveries as well, as user@host, and addresses and
/// endpoints as text.
/// </summary>
internal sealed class HistoryPartnerAttribute : ElementTransformationAttribute
{
    /// <inheritdoc/>
    protected override object? TransformElement(object? value)
    {
        if (value is null or string || (value as PSObject)?.BaseObject is string)
            return value;
        if (ContactInput.PatternOf(value) is { } contact)
            return contact;
        var holder = PSObject.AsPSObject(value);
        holder = holder.Properties["From"]?.Value is { } sender ? PSObject.AsPSObject(sender) : holder;
        string? user = holder.Properties["UserName"]?.Value?.ToString(), host = holder.Properties["HostName"]?.Value?.ToString();
        if (!string.IsNullOrEmpty(user) && !string.IsNullOrEmpty(host))
            return WildcardPattern.Escape(user + "@" + host);
        return RecipientReader.Read(value, 0, out bool isGuess) is not { } recipient ? value
            : WildcardPattern.Escape(isGuess ? recipient.EndPoint.Address.ToString() : recipient.EndPoint.ToString());
    }
}
