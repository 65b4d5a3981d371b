using System;
using System.Linq;
using IpMsg.Node;
using IpMsg.Node.Storage.Queue;

namespace IpMsg.PowerShell;

/// <summary>A message that waits on the disk for its recipient, as it was when it was read.</summary>
public sealed class IpMsgQueuedMessage
{
    internal IpMsgQueuedMessage(QueuedMessage message, string state)
    {
        Message = message;
        State = state;
    }

    internal QueuedMessage Message { get; }

    /// <summary>The number in the queue, for Remove-IpMsgQueue.</summary>
    public long Id => Message.Id;

    /// <summary>The recipient as the user has named it, or its nickname, harmless on a terminal.</summary>
    public string To => SafeText.Line(Message.To.Name);

    /// <summary>Who the recipient is: user@host, or its address.</summary>
    public string Recipient => SafeText.Line(Message.To.Identity);

    /// <summary>
    /// Waiting; Sending while a listener sends it; Failed when it is not sent any more, for the reason given; Expired when its time is
    /// over.
    /// </summary>
    public string State { get; }

    /// <summary>The text; null for a sealed message that the keys of this user cannot read.</summary>
    public string? Text => Message.Text;

    /// <summary>The paths of its files and folders.</summary>
    public string[] Files => [.. Message.Files.Select(static each => each.Path)];

    /// <summary>When it was queued.</summary>
    public DateTimeOffset Queued => Message.QueuedAt.ToLocalTime();

    /// <summary>From when it is not sent any more.</summary>
    public DateTimeOffset Expires => Message.Expires.ToLocalTime();

    /// <summary>How often it was sent, each time with its repetitions.</summary>
    public int Attempts => Message.Attempts;

    /// <summary>When it was sent last; null when it was not.</summary>
    public DateTimeOffset? LastAttempt => Message.LastAttempt?.ToLocalTime();

    /// <summary>Why it was not confirmed, or is not sent; null when there is nothing to tell.</summary>
    public string? Reason => Message.Reason;

    /// <summary>
    /// True when the recipient may see it a second time: an earlier attempt may have reached it, and its client does not remember messages
    /// for long.
    /// </summary>
    public bool MayBeTwice => State == "Sending" ? Message is { Doubts: > 0, MayBeTwice: true } : Message.MayBeTwice;

    /// <summary>The packet number of all its attempts; null before the first.</summary>
    public long? PacketNumber => Message.Datagram?.Number;

    /// <summary>True when it hides its text until it is opened.</summary>
    public bool IsSealed => Message.IsSealed;

    /// <summary>True when the recipient's client asks for a password.</summary>
    public bool IsLocked => Message.IsLocked;

    /// <summary>True when the recipient is asked not to log it.</summary>
    public bool NoLog => Message.NoLog;

    /// <summary>When it is encrypted: Required, Verified or Off; null as the listener does that sends it.</summary>
    public string? Encryption => Message.Encryption?.ToString();

    /// <summary>Id, recipient and state.</summary>
    public override string ToString() => Id + " " + To + ": " + State;
}
