using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Counts what waits in the inbox, in all and of each sender, so that no single sender can fill it. A sender is the key of a valid
/// signature, which nobody else can use; else the address. All IPv6 addresses of a network of 64 bits that belong to no member share,
/// because one machine can have many of them.
/// </summary>
internal sealed class InboxShares
{
    /// <summary>The maximum number of messages.</summary>
    internal const int MaxMessages = 40_000;

    /// <summary>The maximum number of messages of one sender.</summary>
    internal const int MaxMessagesPerSender = MaxMessages / 4;

    /// <summary>The maximum size of all messages in characters.</summary>
    internal const long MaxCharacters = 32_000_000;

    /// <summary>The maximum size of the messages of one sender in characters.</summary>
    internal const long MaxCharactersPerSender = MaxCharacters / 4;

    // The size of an entry of an attachment list without its name, in characters.
    private const int AttachmentWeight = 128;

    private readonly Dictionary<object, Share> _senders = [];
    private readonly Share _all = new();

    // A reader that keeps up empties the share of a sender with each message.
    private Share? _spare;

    /// <summary>True when the message has room.</summary>
    internal bool HasRoomFor(IncomingMessage message) =>
        HasRoom && (!_senders.TryGetValue(SenderOf(message), out var share) || IsBelow(share));

    /// <summary>True when there is room for messages of a sender that has none here.</summary>
    internal bool HasRoom => _all.Messages < MaxMessages && _all.Characters < MaxCharacters;

    /// <summary>Counts a message.</summary>
    internal void Add(IncomingMessage message)
    {
        object sender = SenderOf(message);
        if (!_senders.TryGetValue(sender, out var share))
        {
            _senders.Add(sender, share = _spare ?? new Share());
            _spare = null;
        }
        Count(share, message, 1);
        Count(_all, message, 1);
    }

    /// <summary>Counts a message no longer.</summary>
    internal void Remove(IncomingMessage message)
    {
        object sender = SenderOf(message);
        var share = _senders[sender];
        Count(share, message, -1);
        Count(_all, message, -1);
        if (share.Messages > 0)
            return;
        _senders.Remove(sender);
        _spare = share;
    }

    private static bool IsBelow(Share share) => share.Messages < MaxMessagesPerSender && share.Characters < MaxCharactersPerSender;

    private static void Count(Share share, IncomingMessage message, int sign)
    {
        share.Messages += sign;
        share.Characters += sign * Weight(message);
    }

    private static object SenderOf(IncomingMessage message) =>
        message.Envelope?.Signer is { } key ? key : AddressOf(message);

    // The members of a segment usually have addresses of one network, and always the link-local one.
    private static IPAddress AddressOf(IncomingMessage message)
    {
        var address = message.From.Address;
        if (message.Sender is not null || !AddressKind.IsIPv6(address))
            return address;
        byte[] bytes = address.GetAddressBytes();
        Array.Clear(bytes, bytes.Length / 2, bytes.Length / 2);
        return new IPAddress(bytes);
    }

    // The header fields of a forged message may be as long as its text.
    private static long Weight(IncomingMessage message)
    {
        long weight = message.RawText.Length + message.User.Length + message.Host.Length + message.NumberText.Length;
        foreach (var attachment in message.Attachments)
            weight += AttachmentWeight + attachment.Name.Length;
        return weight;
    }

    private sealed class Share
    {
        internal int Messages { get; set; }

        internal long Characters { get; set; }
    }
}
