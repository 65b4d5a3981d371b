using System.Collections.Generic;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node;

/// <summary>What is offered to others. Safe for any thread.</summary>
public sealed class NodeOffers
{
    private const int Capacity = 16_384;

    private readonly MemberDriver _driver;
    private readonly SubscriptionTable _subscriptionTable;

    internal NodeOffers(MemberDriver driver, SubscriptionTable subscriptionTable)
    {
        _driver = driver;
        _subscriptionTable = subscriptionTable;
    }

    /// <summary>
    /// Everything on offer, and its recipient: as it was when the message went out, or, of a mere address, as it is now; null when it is
    /// not known.
    /// </summary>
    public IReadOnlyList<(Offer Offer, Member? Recipient)> GetAll()
    {
        var all = new List<(Offer, Member?)>();
        using var access = _driver.EnterAnyState();
        foreach (var offer in access.Machine.Offers)
            all.Add((offer, offer.Delivery.Member ?? access.Machine.MemberAt(offer.Delivery.To)));
        return all;
    }

    /// <summary>Takes an offer back; without effect when it has ended.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Withdraw(Offer offer)
    {
        using var access = _driver.Enter();
        access.Machine.Withdraw(NodeClock.Now, offer);
    }

    /// <summary>A subscription to every change of an offer from now on.</summary>
    public Subscription<OfferChanged> Subscribe() => _subscriptionTable.Open(Capacity, _subscriptionTable.Offers);
}
