using System;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.PowerShell;

/// <summary>Somebody begins to fetch a file, has it, breaks it off or gives it up; or the offer has ended.</summary>
public sealed class IpMsgOfferEventArgs : EventArgs
{
    internal IpMsgOfferEventArgs(IpMsgOffer offer, OfferState state)
    {
        Offer = offer;
        State = state;
    }

    /// <summary>The offer. It is live, and may have gone on since.</summary>
    public IpMsgOffer Offer { get; }

    /// <summary>How it stood then: Waiting after Sending means that the transfer was broken off.</summary>
    public OfferState State { get; }

    /// <summary>Offer and state.</summary>
    public override string ToString() => Offer + ": " + State;
}
