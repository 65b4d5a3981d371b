using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Parameters;

/// <summary>
/// Accepts received messages of the history, and those that went through a job, a file or another session. Finds them at the listener of
/// the runspace.
/// </summary>
internal sealed class LiveMessageAttribute : ElementTransformationAttribute
{
    // The inbox remembers as many that were delivered.
    private const int MaxRecent = 1_000;

    /// <inheritdoc/>
    protected override object? TransformElement(object? value)
    {
        if (value is IpMsgHistoryEntry { From: null } or PSObject { BaseObject: IpMsgHistoryEntry { From: null } })
            throw new ArgumentTransformationMetadataException("The message was sent by this user. Give a received message.");
        var copy = value is null ? null : PSObject.AsPSObject(value);
        if (copy?.BaseObject is not (PSCustomObject or IpMsgHistoryEntry)
            || copy.Properties["PacketNumber"]?.Value?.ToString() is not { } number
            || copy.Properties["From"]?.Value is not { } from)
            return value;
        string? endPoint = PSObject.AsPSObject(from).Properties["EndPoint"]?.Value?.ToString();
        if (RunspaceScope.Existing?.Listener is { } listener)
        {
            var inbox = listener.Node.Inbox;
            var message = inbox.GetWaiting().Concat(inbox.GetRecent(MaxRecent).Reverse())
                .FirstOrDefault(each => each.NumberText == number && each.From.ToString() == endPoint);
            if (message is not null)
                return new IpMsgMessage(message, listener);
        }
        throw new ArgumentTransformationMetadataException(
            "The listener of this session does not have the message from " + from + " with the number " + number
            + ". Open or remove a message in the session that received it.");
    }
}
