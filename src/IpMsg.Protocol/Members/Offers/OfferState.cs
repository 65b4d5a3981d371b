namespace IpMsg.Protocol.Members.Offers;

/// <summary>How an offered file stands with its recipient.</summary>
public enum OfferState
{
    /// <summary>Not taken yet.</summary>
    Waiting,
    /// <summary>On its way at this moment.</summary>
    Sending,
    /// <summary>The recipient has it, and may ask for it again (R89).</summary>
    Taken,
    /// <summary>Ended: the recipient gave it up (R88).</summary>
    Released,
    /// <summary>Ended: we took it back, or the listener was stopped.</summary>
    Withdrawn,
    /// <summary>Ended: its time was over.</summary>
    Expired,
}
