using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Sending;

/// <summary>A delivery that was sent, as Get-IpMsgDelivery shows it.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Name">The recipient's name for display.</param>
/// <param name="Listener">The listener that sent it.</param>
internal sealed record SentDelivery(Delivery Delivery, string Name, IpMsgListener Listener)
{
    /// <summary>The recipient; for a message to a plain address the member that has this address now, or null.</summary>
    internal Member? Recipient => Delivery.Member ?? Listener.Node.Members.Find(Delivery.To);

    /// <summary>The delivery as an output object.</summary>
    internal IpMsgDelivery Show() => new(Delivery, Listener, Name);
}
