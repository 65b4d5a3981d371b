using System;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.PowerShell;

/// <summary>The download of an offered file has begun, finished, failed or been declined; or the offer has ended.</summary>
public sealed class IpMsgOfferEventArgs : EventArgs
{
    internal IpMsgOfferEventArgs(IpMsgOffer offer, OfferState state)
    {
        Offer = offer;
        State = state;
    }

    /// <summary>The offer. It is live, and may have changed since.</summary>
    public IpMsgOffer Offer { get; }

    /// <summary>The state at the time of the event. Waiting after Sending means that the transfer was interrupted.</summary>
    public OfferState State { get; }

    /// <summary>Offer and state.</summary>
    public override string ToString() => Offer + ": " + State;
}
