using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.Subscriptions;

/// <summary>A member was heard of, or is gone.</summary>
/// <param name="Member">The member; null when a request that had the watch as its tag was answered.</param>
/// <param name="IsGone">True when it left or was given up.</param>
public readonly record struct MemberEvent(Member? Member, bool IsGone);

/// <summary>A delivery has come to an end, or something has become known of it after that.</summary>
/// <param name="Delivery">The delivery, which may have gone on since.</param>
/// <param name="Change">What happened.</param>
public readonly record struct DeliveryEvent(Delivery Delivery, DeliveryChange Change);

/// <summary>An offer stands differently.</summary>
/// <param name="Offer">The offer, which may have gone on since.</param>
/// <param name="State">How it stood then.</param>
public readonly record struct OfferEvent(Offer Offer, OfferState State);
