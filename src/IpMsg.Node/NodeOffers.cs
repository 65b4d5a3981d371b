using System.Collections.Generic;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Node;

/// <summary>Files and folders offered to recipients. Thread-safe.</summary>
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
    /// All offers with their recipients. A recipient has its data from the time of the message; for a message to a plain address it is
    /// the member that has this address now, or null.
    /// </summary>
    public IReadOnlyList<(Offer Offer, Member? Recipient)> GetAll()
    {
        var all = new List<(Offer, Member?)>();
        using var access = _driver.EnterAnyState();
        foreach (var offer in access.Machine.Offers)
            all.Add((offer, offer.Delivery.Member ?? access.Machine.MemberAt(offer.Delivery.To)));
        return all;
    }

    /// <summary>Withdraws an offer; without effect when it has ended.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    public void Withdraw(Offer offer)
    {
        using var access = _driver.Enter();
        access.Machine.Withdraw(NodeClock.Now, offer);
    }

    /// <summary>Opens a subscription to changes of all offers.</summary>
    public Subscription<OfferChanged> Subscribe() => _subscriptionTable.Open(Capacity, _subscriptionTable.Offers);
}
