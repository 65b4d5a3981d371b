using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Somebody who goes through the inbox for messages of one sort and leaves the others there. Its place is kept from message to message,
/// so that a full inbox of others is looked at once and not once for every message taken.
/// </summary>
/// <param name="condition">Which messages are wanted; null for all.</param>
public sealed class InboxReader(Func<IncomingMessage, bool>? condition)
{
    /// <summary>The last message that was looked at and left; null at the beginning.</summary>
    internal LinkedListNode<IncomingMessage>? Passed { get; set; }

    /// <summary>How often something had come into the middle of the inbox when it was looked at.</summary>
    internal long Insertions { get; set; }

    /// <summary>
    /// How many messages had ever come into the inbox when the reader found nothing more: later ones are worth another look.
    /// </summary>
    public long Additions { get; internal set; }

    /// <summary>True when the message is wanted.</summary>
    public bool Wants(IncomingMessage message) => condition is null || condition(message);
}
