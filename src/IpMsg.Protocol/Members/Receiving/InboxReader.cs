using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Reads messages that fulfil a condition from the inbox and leaves the others there. It keeps its position between messages, so it checks
/// every other message only once.
/// </summary>
/// <param name="condition">The condition; null for all messages.</param>
public sealed class InboxReader(Func<IncomingMessage, bool>? condition)
{
    /// <summary>The last message that was checked and left; null at the start.</summary>
    internal LinkedListNode<IncomingMessage>? Passed { get; set; }

    /// <summary>The number of insertions into the middle of the inbox at the last check.</summary>
    internal long Insertions { get; set; }

    /// <summary>
    /// The number of messages that the inbox had received when the reader found no more. A greater number requires another check.
    /// </summary>
    public long Additions { get; internal set; }

    /// <summary>True without a condition.</summary>
    internal bool WantsAll => condition is null;

    /// <summary>True when the message fulfils the condition.</summary>
    public bool Wants(IncomingMessage message) => condition is null || condition(message);
}
