using System;
using System.Collections.Generic;

namespace IpMsg.Node.Storage.History.Records;

/// <summary>A message of the store, received or sent.</summary>
internal abstract class HistoryRecord
{
    /// <summary>Its id in the store; set when it has been written.</summary>
    internal HistoryId Id { get; set; }

    /// <summary>When it was received or sent.</summary>
    internal DateTimeOffset At { get; init; }

    /// <summary>The digits of the packet number.</summary>
    internal string NumberText { get; init; } = "";

    /// <summary>The option bits of the command word.</summary>
    internal uint Flags { get; init; }

    /// <summary>The text with LF line ends; null for a sealed message that was not opened, and for a text that may not be kept.</summary>
    internal string? Text { get; set; }

    /// <summary>The attachments.</summary>
    internal IReadOnlyList<StoredAttachment> Attachments { get; set; } = [];

    /// <summary>The suite of its encryption, as the flags of the envelope; 0 for plaintext.</summary>
    internal uint Suite { get; init; }

    /// <summary>SECRETOPT: text and attachments are encrypted in the store until the message is opened.</summary>
    internal bool IsSealed => (Flags & 0x200) != 0;

    /// <summary>NOLOGOPT: text and attachments do not stay in the store.</summary>
    internal bool NoLog => (Flags & 0x2_0000) != 0;
}

/// <summary>A received message. It waits in the inbox until a session takes it.</summary>
internal sealed class ReceivedMessage : HistoryRecord
{
    /// <summary>The sender.</summary>
    internal HistoryPeer From { get; init; } = new("", "", "", "", "", 0);

    /// <summary>The session that has received it; set when its line is read.</summary>
    internal string Session { get; init; } = "";

    /// <summary>
    /// Its position in the order in which its session has received messages; negative when the session has claimed it. The lines come in
    /// the order in which the messages were decrypted.
    /// </summary>
    internal long Order { get; set; }

    /// <summary>The number of the message before it, which its sender had not seen confirmed (R118); null for none.</summary>
    internal uint? After { get; init; }

    /// <summary>Recognises a duplicate.</summary>
    internal MessageDigest Digest { get; init; }

    /// <summary>Recognises copies of an encrypted message; null for plaintext.</summary>
    internal MessageDigest? ReplayDigest { get; init; }

    /// <summary>True when the sender gets a confirmation.</summary>
    internal bool IsConfirmed { get; init; }

    /// <summary>The name of its signature status; null without an envelope.</summary>
    internal string? Signature { get; init; }

    /// <summary>With what a signature is checked whose key was not known; null for all others. It is protected with the text.</summary>
    internal StoredProof? Proof { get; set; }

    /// <summary>How the sender's file names are read, in words of the caller; null when that goes by the flags alone.</summary>
    internal string? NameEncoding { get; init; }

    /// <summary>Our user and host name at that time: the sender serves files only to these names.</summary>
    internal HistoryName To { get; init; }

    /// <summary>The local address of the listener; null for all addresses.</summary>
    internal string? LocalAddress { get; init; }

    /// <summary>All recipients, when the sender lists them.</summary>
    internal IReadOnlyList<HistoryName> Recipients { get; set; } = [];

    /// <summary>False when only the digest stays after the message was taken.</summary>
    internal bool KeepsHistory { get; init; } = true;

    /// <summary>True when a sealed text cannot be decrypted with this user's keys.</summary>
    internal bool IsUnreadable { get; set; }

    /// <summary>The encrypted part of a sealed message.</summary>
    internal byte[]? SealedBody { get; set; }

    /// <summary>Data of the caller, passed to the callbacks.</summary>
    internal object? Tag { get; set; }
}

/// <summary>A sent message with all its recipients.</summary>
internal sealed class SentMessage : HistoryRecord
{
    /// <summary>The recipients. Deliveries refer to them by index.</summary>
    internal IReadOnlyList<HistoryPeer> To { get; init; } = [];
}
