namespace IpMsg.Protocol.Members;

/// <summary>Counts of a member since its start.</summary>
public sealed class MemberCounters
{
    /// <summary>Received datagrams of any kind.</summary>
    public long Received { get; internal set; }

    /// <summary>Received datagrams that are not packets, or that have no handler.</summary>
    public long Ignored { get; internal set; }

    /// <summary>Datagrams to send.</summary>
    public long Sent { get; internal set; }

    /// <summary>Messages put into the inbox.</summary>
    public long Messages { get; internal set; }

    /// <summary>Recognised repetitions of messages.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Messages left unconfirmed or dropped because the inbox was full.</summary>
    public long TurnedAway { get; internal set; }

    /// <summary>Messages left unconfirmed because they could not be written to the disk.</summary>
    public long LogFailures { get; internal set; }

    /// <summary>Deliveries confirmed by their recipients.</summary>
    public long Confirmed { get; internal set; }

    /// <summary>Deliveries that their recipients did not confirm.</summary>
    public long Unconfirmed { get; internal set; }

    /// <summary>
    /// Confirmations of numbers that this node did not send to their senders (R45): guesses, or very late confirmations.
    /// </summary>
    public long WrongConfirmations { get; internal set; }

    /// <summary>
    /// Answers withheld from addresses that have not answered (R117), among them those sent once the address had answered an entry.
    /// </summary>
    public long Withheld { get; internal set; }

    /// <summary>Public keys withheld from addresses that have not answered, or beyond the limits of R111; likewise.</summary>
    public long KeysWithheld { get; internal set; }

    /// <summary>Returns a copy, which does not change.</summary>
    public MemberCounters Copy() => (MemberCounters)MemberwiseClone();
}
