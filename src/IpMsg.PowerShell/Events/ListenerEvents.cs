using System;
using System.Collections.Generic;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Events;

/// <summary>The events of one listener.</summary>
internal sealed class ListenerEvents
{
    private readonly IpMsgListener _listener;

    internal ListenerEvents(IpMsgListener listener)
    {
        _listener = listener;
        Messages = new(() => (Node.Inbox.Subscribe(), each => new IpMsgMessageEventArgs(new IpMsgMessage(each.Message, listener))), Call);
        Members = new(OpenMembers, Call);
        Deliveries = new(() => (Node.Outbox.Subscribe(),
            each => new IpMsgDeliveryEventArgs(new IpMsgDelivery(each.Delivery, listener), each.Change)), Call);
        Offers = new(() => (Node.Offers.Subscribe(),
            each => new IpMsgOfferEventArgs(new IpMsgOffer(each.Offer, listener), each.State)), Call);
    }

    internal EventPump<MessageArrived, IpMsgMessageEventArgs> Messages { get; }

    internal EventPump<MemberEvent, IpMsgMemberEventArgs> Members { get; }

    internal EventPump<DeliveryChanged, IpMsgDeliveryEventArgs> Deliveries { get; }

    internal EventPump<OfferChanged, IpMsgOfferEventArgs> Offers { get; }

    /// <summary>The last exception of a handler; null when there is none.</summary>
    internal Exception? Failure { get; private set; }

    private MemberNode Node => _listener.Node;

    private (Subscription<MemberEvent> Watch, Func<MemberEvent, IpMsgMemberEventArgs?> Present) OpenMembers()
    {
        // In this order: a member that joins in between is posted to the subscription, and the tracker does not count it as known.
        var since = MemberNode.Now.Wall;
        var subscription = Node.Members.Subscribe();
        return (subscription, new MemberChangeTracker(Node.Members.GetAll(), since).Update);
    }

    // An exception of one handler must not reach the others, nor end the process.
    private void Call<TArgs>(EventHandler<TArgs> handler, TArgs args)
    {
        try
        {
            handler(_listener, args);
        }
        catch (Exception thrown)
        {
            Failure = thrown;
        }
    }
}
