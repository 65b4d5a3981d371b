namespace IpMsg.Protocol.Members;

/// <summary>What a member has seen and done so far.</summary>
public sealed class MemberCounters
{
    /// <summary>Datagrams received, whatever they were.</summary>
    public long Received { get; internal set; }

    /// <summary>Datagrams that were no packets, or of no use.</summary>
    public long Ignored { get; internal set; }

    /// <summary>Datagrams handed out to be sent.</summary>
    public long Sent { get; internal set; }

    /// <summary>Messages put into the inbox.</summary>
    public long Messages { get; internal set; }

    /// <summary>Repetitions of messages recognised as such.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Messages left unconfirmed or dropped because the inbox was full.</summary>
    public long TurnedAway { get; internal set; }

    /// <summary>Messages left unconfirmed because they could not be put on disk.</summary>
    public long LogFailures { get; internal set; }

    /// <summary>Deliveries confirmed by their recipients.</summary>
    public long Confirmed { get; internal set; }

    /// <summary>Deliveries that nobody confirmed.</summary>
    public long Unconfirmed { get; internal set; }

    /// <summary>
    /// Confirmations of numbers that we did not send to their senders (R45): guesses, or answers that came much too late.
    /// </summary>
    public long WrongConfirmations { get; internal set; }

    /// <summary>A copy that does not change any more.</summary>
    public MemberCounters Copy() => (MemberCounters)MemberwiseClone();
}
