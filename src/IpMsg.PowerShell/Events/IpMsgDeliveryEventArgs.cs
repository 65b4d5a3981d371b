using System;
using IpMsg.Node;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell;

/// <summary>A delivery was confirmed or not, or its recipient has opened or discarded the sealed message.</summary>
public sealed class IpMsgDeliveryEventArgs : EventArgs
{
    internal IpMsgDeliveryEventArgs(IpMsgDelivery delivery, DeliveryChange change)
    {
        Delivery = delivery;
        Change = change;
    }

    /// <summary>The delivery. It is live, and may have changed since.</summary>
    public IpMsgDelivery Delivery { get; }

    /// <summary>What happened.</summary>
    public DeliveryChange Change { get; }

    /// <summary>Recipient and change.</summary>
    public override string ToString() => SafeText.Line(Delivery.To) + ": " + Change;
}
