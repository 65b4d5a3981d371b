namespace IpMsg.Protocol.Members.Offers;

/// <summary>The state of an offer.</summary>
public enum OfferState
{
    /// <summary>The recipient has not downloaded it.</summary>
    Waiting,
    /// <summary>The recipient is downloading it.</summary>
    Sending,
    /// <summary>The recipient has downloaded it, and may request it again (R89).</summary>
    Taken,
    /// <summary>Ended: the recipient has released it (R88).</summary>
    Released,
    /// <summary>Ended: the sender has withdrawn it, or the listener was stopped.</summary>
    Withdrawn,
    /// <summary>Ended: its lifetime is over.</summary>
    Expired,
}
