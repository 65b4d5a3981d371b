using System;
using IpMsg.PowerShell.Events;

namespace IpMsg.PowerShell;

/// <content>
/// Events for Register-ObjectEvent, raised in order on a background thread until the listener ends. A handler that is thousands of events
/// behind loses the oldest.
/// </content>
public sealed partial class IpMsgListener
{
    private readonly ListenerEvents _events;

    /// <summary>
    /// A message has come into the inbox, and stays there until Receive-IpMsg takes it: a full inbox confirms no more messages. Messages
    /// that waited before raise no event, nor does a listener that does not accept messages.
    /// </summary>
    public event EventHandler<IpMsgMessageEventArgs>? MessageReceived
    {
        add => _events.Messages.Add(value);
        remove => _events.Messages.Remove(value);
    }

    /// <summary>A member has joined, changed or left. Members that are known already raise no event; Get-IpMsgMember shows them.</summary>
    public event EventHandler<IpMsgMemberEventArgs>? MemberChanged
    {
        add => _events.Members.Add(value);
        remove => _events.Members.Remove(value);
    }

    /// <summary>A sent message was confirmed, in time or late, or not; or it was opened or discarded.</summary>
    public event EventHandler<IpMsgDeliveryEventArgs>? DeliveryChanged
    {
        add => _events.Deliveries.Add(value);
        remove => _events.Deliveries.Remove(value);
    }

    /// <summary>The download of an offered file has begun, finished, failed or been declined; or the offer has ended.</summary>
    public event EventHandler<IpMsgOfferEventArgs>? OfferChanged
    {
        add => _events.Offers.Add(value);
        remove => _events.Offers.Remove(value);
    }

    /// <summary>The last exception that a handler of one of the events has thrown; null when none has.</summary>
    public string? EventFailure => _events.Failure?.Message;
}
