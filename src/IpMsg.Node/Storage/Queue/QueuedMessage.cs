using System;
using System.Collections.Generic;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Storage.Queue;

/// <summary>A message that waits on the disk for one recipient. Immutable: each change is written as a new state of the file.</summary>
/// <param name="To">The recipient.</param>
/// <param name="Text">The text; null when it is sealed and the keys to read it are missing.</param>
internal sealed record QueuedMessage(QueueRecipient To, string? Text)
{
    /// <summary>The most transmissions in doubt to a client whose memory is short: it shows the message twice at most.</summary>
    internal const int MaxDoubts = 2;

    /// <summary>The number of the message in the queue, from 1; ids rise in the order in which messages were queued.</summary>
    internal long Id { get; init; }

    internal IReadOnlyList<QueuedFile> Files { get; init; } = [];

    internal bool IsSealed { get; init; }

    internal bool IsLocked { get; init; }

    internal bool NoLog { get; init; }

    /// <summary>When it is encrypted; null as the listener does that sends it.</summary>
    internal EncryptionPolicy? Encryption { get; init; }

    /// <summary>The encoding for a client without UTF-8, by name; null as the listener does.</summary>
    internal string? Encoding { get; init; }

    /// <summary>How long its files can be fetched after it was sent.</summary>
    internal TimeSpan OfferLifetime { get; init; } = TimeSpan.FromDays(30);

    internal DateTimeOffset QueuedAt { get; init; }

    /// <summary>From then on it is not sent any more.</summary>
    internal DateTimeOffset Expires { get; init; }

    /// <summary>How often it was sent, each time with its repetitions.</summary>
    internal int Attempts { get; init; }

    internal DateTimeOffset? LastAttempt { get; init; }

    /// <summary>True while an attempt is under way, and after its process was killed.</summary>
    internal bool IsOpen { get; init; }

    /// <summary>
    /// The number of attempts that the recipient may have received although it confirmed nothing: the process was killed, or the recipient
    /// had answered shortly before.
    /// </summary>
    internal int Doubts { get; init; }

    /// <summary>Why it is not sent, or was not confirmed; null when there is nothing to tell.</summary>
    internal string? Reason { get; init; }

    /// <summary>True when it is not sent any more before its time is over, for the reason given.</summary>
    internal bool HasFailed { get; init; }

    /// <summary>The datagram of its first attempt; null before it.</summary>
    internal QueuedDatagram? Datagram { get; init; }

    /// <summary>The id of its record in the history, and its place among the recipients there; null without one.</summary>
    internal (string Id, int Recipient)? Record { get; init; }

    /// <summary>True when a later attempt may show it a second time.</summary>
    internal bool MayBeTwice => Datagram is { IsRemembered: false } && (IsOpen || Doubts > 0);

    internal bool IsExpired(DateTimeOffset now) => !HasFailed && now >= Expires;

    /// <summary>True while it is to be sent.</summary>
    internal bool IsWaiting(DateTimeOffset now) => !HasFailed && now < Expires;
}
