using System;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>Finds the part of the inbox that a message belongs to, and lets senders without room prove their address (R119).</summary>
internal sealed class InboxParts(MemberContext context, Inbox inbox, KeyRing ring, KeyRequests keys)
{
    /// <summary>The part for messages without a valid signature of an established key from that endpoint.</summary>
    internal InboxPart Of(IPEndPoint from)
    {
        if (context.Roster.At(from) is not { } member)
            return InboxPart.Unproved;
        if (member.HasAnswered || ring.IsEstablished(member.UserName, member.HostName))
            return InboxPart.Answering;
        return member.HasAnsweredEntry ? InboxPart.Reached : InboxPart.Unproved;
    }

    /// <summary>True when a message has room. Finds its part, which it keeps.</summary>
    internal bool HasRoomFor(IncomingMessage message)
    {
        message.Part = IsSigned(message) ? InboxPart.Signed : Of(message.From);
        return inbox.HasRoomFor(message);
    }

    /// <summary>The part for a message that an earlier process has received.</summary>
    internal InboxPart OfStored(IncomingMessage message) => IsSigned(message) ? InboxPart.Signed : InboxPart.Unproved;

    /// <summary>True when there is room for a message without a valid signature from that endpoint.</summary>
    internal bool HasRoomFor(IPEndPoint from) => inbox.HasRoomFor(Of(from), from.Address);

    /// <summary>
    /// True when there may be room for an encrypted message: only its decryption shows a signature. Asks the sender before, so that nobody
    /// learns from the questions whether the message could be decrypted.
    /// </summary>
    internal bool MayHaveRoom(IPEndPoint from, MessageFlags flags)
    {
        if (HasRoomFor(from))
            return true;
        Ask(from, flags);
        return inbox.HasRoom(InboxPart.Signed);
    }

    /// <summary>
    /// Asks for the key of the signer of a message: then its next message can be checked (R69). After an invalid signature the key may be
    /// a new one (R72); only the member itself is asked for it, because others can use its name.
    /// </summary>
    internal void AskForKey(IncomingMessage message)
    {
        bool isMember = message.Sender is { } member && string.Equals(member.UserName, message.User, StringComparison.OrdinalIgnoreCase);
        var signature = message.Envelope?.Signature;
        if (!message.IsOneWay && (signature == SignatureStatus.UnknownKey || signature == SignatureStatus.Invalid && isMember))
            keys.AskOnce(message.From);
    }

    /// <summary>Asks an endpoint for its key, once in a while.</summary>
    internal void AskForKey(IPEndPoint from) => keys.AskOnce(from);

    private bool IsSigned(IncomingMessage message) =>
        message.Envelope?.Signer is not null && ring.IsEstablished(message.User, message.Host);

    /// <summary>
    /// Asks the sender of a message that has no room: with an answer, its repetition belongs to a better part. A sender that leaves soon
    /// gets no entry (R48).
    /// </summary>
    internal void Ask(IPEndPoint from, MessageFlags flags)
    {
        if (context.IsLeaving || (flags & (MessageFlags.Broadcast | MessageFlags.AutoReturn | MessageFlags.NoAddList)) != 0)
            return;
        var part = Of(from);
        if (part == InboxPart.Unproved)
            context.AnswerLimits.AskForEntry(from);
        bool encrypts = (flags & MessageFlags.Encrypted) != 0 || (context.Roster.At(from)?.Status & EntryFlags.CanEncrypt) is > 0;
        if (part < InboxPart.Answering && encrypts && context.Settings.Keys is not null)
            keys.AskOnce(from);
    }
}
