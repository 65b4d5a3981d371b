using System;
using System.Collections.Generic;

namespace IpMsg.Node.Storage.History.Records;

/// <summary>A message of the store, received or sent.</summary>
internal abstract class HistoryRecord
{
    /// <summary>Its name in the store; set when it has been written.</summary>
    internal HistoryId Id { get; set; }

    /// <summary>When it was received or sent.</summary>
    internal DateTimeOffset At { get; init; }

    /// <summary>The packet number as its digits were sent.</summary>
    internal string NumberText { get; init; } = "";

    /// <summary>The option bits of the command word.</summary>
    internal uint Flags { get; init; }

    /// <summary>The text, its lines ending with LF; null when it is sealed and not opened, or when it may not be kept.</summary>
    internal string? Text { get; set; }

    /// <summary>What the message offers.</summary>
    internal IReadOnlyList<StoredAttachment> Attachments { get; set; } = [];

    /// <summary>How it was encrypted, as the flags of the envelope; 0 for plaintext.</summary>
    internal uint Suite { get; init; }

    /// <summary>SECRETOPT: text and attachments lie encrypted in the store until the message is opened.</summary>
    internal bool IsSealed => (Flags & 0x200) != 0;

    /// <summary>NOLOGOPT: text and attachments do not stay in the store.</summary>
    internal bool NoLog => (Flags & 0x2_0000) != 0;
}

/// <summary>A received message. It waits in the inbox until a session takes it.</summary>
internal sealed class ReceivedMessage : HistoryRecord
{
    /// <summary>Who sent it, and from where.</summary>
    internal HistoryPeer From { get; init; } = new("", "", "", "", "", 0);

    /// <summary>By what a repetition is recognised.</summary>
    internal MessageDigest Digest { get; init; }

    /// <summary>By what a replay of a signed message is recognised; null without a signature.</summary>
    internal MessageDigest? ReplayDigest { get; init; }

    /// <summary>True when the sender is told that it arrived.</summary>
    internal bool IsConfirmed { get; init; }

    /// <summary>The status of its signature, by name; null without an envelope.</summary>
    internal string? Signature { get; init; }

    /// <summary>With what a signature is checked whose key was not known; null for all others. It is protected with the text.</summary>
    internal StoredProof? Proof { get; set; }

    /// <summary>How the sender's file names are read, in words of the caller; null when that goes by the flags alone.</summary>
    internal string? NameEncoding { get; init; }

    /// <summary>Our user and host name at the time: the sender gives files to these names only.</summary>
    internal HistoryName To { get; init; }

    /// <summary>The one local address to which the listener was bound; null for all.</summary>
    internal string? LocalAddress { get; init; }

    /// <summary>All recipients, when the sender tells.</summary>
    internal IReadOnlyList<HistoryName> Recipients { get; set; } = [];

    /// <summary>False when nothing but the digest stays after the message was taken.</summary>
    internal bool KeepsHistory { get; init; } = true;

    /// <summary>True when a sealed text of this message cannot be decrypted with the keys of this user.</summary>
    internal bool IsUnreadable { get; set; }

    /// <summary>The protected bytes of a sealed message.</summary>
    internal byte[]? SealedBody { get; set; }

    /// <summary>For the caller: handed back with the callbacks.</summary>
    internal object? Tag { get; set; }
}

/// <summary>A sent message, one for all its recipients.</summary>
internal sealed class SentMessage : HistoryRecord
{
    /// <summary>To whom it goes; deliveries name a recipient by its place in this list.</summary>
    internal IReadOnlyList<HistoryPeer> To { get; init; } = [];
}
