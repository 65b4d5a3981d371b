using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell;

/// <summary>A listener's counters at one moment.</summary>
public sealed class IpMsgCounters
{
    internal IpMsgCounters(MemberCounters counters)
    {
        DatagramsReceived = counters.Received;
        DatagramsIgnored = counters.Ignored;
        DatagramsSent = counters.Sent;
        Messages = counters.Messages;
        Duplicates = counters.Duplicates;
        TurnedAway = counters.TurnedAway;
        LogFailures = counters.LogFailures;
        Confirmed = counters.Confirmed;
        Unconfirmed = counters.Unconfirmed;
        WrongConfirmations = counters.WrongConfirmations;
        Withheld = counters.Withheld;
        KeysWithheld = counters.KeysWithheld;
    }

    /// <summary>Datagrams received, valid or not.</summary>
    public long DatagramsReceived { get; }

    /// <summary>Datagrams that were invalid or not used.</summary>
    public long DatagramsIgnored { get; }

    /// <summary>Datagrams sent.</summary>
    public long DatagramsSent { get; }

    /// <summary>Messages that came into the inbox.</summary>
    public long Messages { get; }

    /// <summary>Repeated messages that were recognised.</summary>
    public long Duplicates { get; }

    /// <summary>Messages left unconfirmed because the inbox was full.</summary>
    public long TurnedAway { get; }

    /// <summary>Messages left unconfirmed because they could not be logged.</summary>
    public long LogFailures { get; }

    /// <summary>Deliveries that were confirmed.</summary>
    public long Confirmed { get; }

    /// <summary>Deliveries that were not confirmed.</summary>
    public long Unconfirmed { get; }

    /// <summary>Confirmations of messages that were not sent, or not to that member: guesses, or answers that came much too late.</summary>
    public long WrongConfirmations { get; }

    /// <summary>
    /// Answers that were withheld from addresses that had not answered; many of them mean that somebody asks in the name of others.
    /// </summary>
    public long Withheld { get; }

    /// <summary>Public keys that were withheld for the same reason, or beyond the limits.</summary>
    public long KeysWithheld { get; }

    /// <summary>The main counters.</summary>
    public override string ToString() => Messages + " received, " + Confirmed + " confirmed, " + Unconfirmed + " unconfirmed";
}
