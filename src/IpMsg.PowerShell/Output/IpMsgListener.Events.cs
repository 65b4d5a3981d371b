using System;
using IpMsg.PowerShell.Events;

namespace IpMsg.PowerShell;

/// <content>
/// Events for Register-ObjectEvent. They are raised on a thread of their own, in order, while somebody is subscribed, and end with the
/// listener. Whoever falls behind by thousands loses the oldest.
/// </content>
public sealed partial class IpMsgListener
{
    private readonly ListenerEvents _events;

    /// <summary>
    /// A message has come into the inbox, and stays there: Receive-IpMsg takes it out, and should, for a full inbox confirms nothing more.
    /// Messages that were waiting before are not told of; a listener that accepts no messages has none to tell of.
    /// </summary>
    public event EventHandler<IpMsgMessageEventArgs>? MessageReceived
    {
        add => _events.Messages.Add(value);
        remove => _events.Messages.Remove(value);
    }

    /// <summary>A member has joined, changed or left. Those who are there already are not told of; Get-IpMsgMember shows them.</summary>
    public event EventHandler<IpMsgMemberEventArgs>? MemberChanged
    {
        add => _events.Members.Add(value);
        remove => _events.Members.Remove(value);
    }

    /// <summary>A message that we sent was confirmed or not, late or in time, opened or thrown away.</summary>
    public event EventHandler<IpMsgDeliveryEventArgs>? DeliveryChanged
    {
        add => _events.Deliveries.Add(value);
        remove => _events.Deliveries.Remove(value);
    }

    /// <summary>A file that we offer is being fetched, was taken, broken off or given up, or the offer has ended.</summary>
    public event EventHandler<IpMsgOfferEventArgs>? OfferChanged
    {
        add => _events.Offers.Add(value);
        remove => _events.Offers.Remove(value);
    }

    /// <summary>What a subscriber to one of the events has thrown last; null when none has.</summary>
    public string? EventFailure => _events.Failure?.Message;
}
