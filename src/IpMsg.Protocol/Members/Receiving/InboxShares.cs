using System.Net;
using IpMsg.Protocol.Members.Limits;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Counts what waits in the inbox (R119): in each part of it, and of each sender in its part. A message keeps its place until it is taken,
/// so the places of the better proved senders are reserved. A sender is the key of a valid signature; else the address. All IPv6 addresses
/// of a network of 64 bits that have answered nothing share, because one machine can have many of them.
/// </summary>
internal sealed class InboxShares
{
    /// <summary>The maximum number of messages in each part.</summary>
    internal const int MaxMessages = 40_000;

    /// <summary>The maximum number of messages of one sender.</summary>
    internal const int MaxMessagesPerSender = MaxMessages / 4;

    /// <summary>The maximum number of messages of one sender in the last quarter of its part, which is for those with few.</summary>
    internal const int MaxFewMessages = 16;

    /// <summary>The maximum size of all messages of a part in characters; a last message may exceed it.</summary>
    internal const long MaxCharacters = 12_000_000;

    /// <summary>The maximum size of the messages of one sender in characters.</summary>
    internal const long MaxCharactersPerSender = MaxCharacters / 4;

    /// <summary>The maximum size of the messages of one sender in the last quarter of its part, in characters.</summary>
    internal const long MaxFewCharacters = 4_096;

    /// <summary>The maximum number of messages of a part that wait for the disk.</summary>
    internal const int MaxPending = 4_096;

    // The size of an entry of an attachment list without its name, in characters.
    private const int AttachmentWeight = 128;

    private readonly InboxShare[] _parts = [new(), new(), new(), new()];

    /// <summary>True when the message has room in its part.</summary>
    internal bool HasRoomFor(IncomingMessage message) => _parts[(int)message.Part].HasRoomFor(SenderOf(message));

    /// <summary>True when an unsigned message from that address has room in that part.</summary>
    internal bool HasRoomFor(InboxPart part, IPAddress address) => _parts[(int)part].HasRoomFor(AddressOf(part, address));

    /// <summary>True when the part has room for a sender that has no messages there.</summary>
    internal bool HasRoom(InboxPart part) => _parts[(int)part].HasRoom;

    /// <summary>Counts a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isPending">True when it waits for the disk.</param>
    internal void Add(IncomingMessage message, bool isPending = false) =>
        _parts[(int)message.Part].Add(SenderOf(message), Weight(message), isPending);

    /// <summary>Notes that a message waits for the disk no longer.</summary>
    internal void OnWritten(IncomingMessage message) => _parts[(int)message.Part].OnWritten();

    /// <summary>Counts a message no longer.</summary>
    internal void Remove(IncomingMessage message) => _parts[(int)message.Part].Remove(SenderOf(message), Weight(message));

    private static object SenderOf(IncomingMessage message) => message.Part == InboxPart.Signed && message.Envelope?.Signer is { } key
        ? key
        : AddressOf(message.Part, message.From.Address);

    // The members of a segment usually have addresses of one network, and always the link-local one.
    // The members of a segment usually have addresses of one network, and always the link-local one.
    private static IPAddress AddressOf(InboxPart part, IPAddress address) =>
        part == InboxPart.Unproved ? NetworkKey.Of(address).Address : address;

    // The header fields of a forged message may be as long as its text.
    private static long Weight(IncomingMessage message)
    {
        long weight = message.RawText.Length + message.User.Length + message.Host.Length + message.NumberText.Length;
        foreach (var attachment in message.Attachments)
            weight += AttachmentWeight + attachment.Name.Length;
        return weight;
    }
}
