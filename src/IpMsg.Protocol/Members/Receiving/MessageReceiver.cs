using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Handles IPMSG_SENDMSG from others (R39 to R49): recognises repeated messages, has messages stored when the settings ask for it, puts
/// them into the inbox, and only then confirms them with IPMSG_RECVMSG.
/// </summary>
internal sealed class MessageReceiver : PacketHandler
{
    private readonly MemberContext _context;
    private readonly Inbox _inbox;
    private readonly DuplicateFilter _duplicates;
    private readonly MessageReplies _replies;
    private readonly KeyRing _ring;
    private readonly DecryptionRequests _requests;
    private readonly Outbox _outbox;
    private readonly DecryptionErrorReplies _decryptionErrorReplies;
    private readonly DecryptionLimiter _decryptionLimiter;
    private readonly OracleLimiter _oracleLimiter;
    private readonly InboxParts _parts;
    private readonly ReplayMemory _replays = new();
    private readonly HeldMessages _held;
    private long _order;

    internal MessageReceiver(MemberContext context, Inbox inbox, KeyRing ring, MessageReplies replies, KeyRequests keys, Outbox outbox)
    {
        _context = context;
        _inbox = inbox;
        _ring = ring;
        _replies = replies;
        _outbox = outbox;
        _parts = new InboxParts(context, inbox, ring, keys);
        _duplicates = new DuplicateFilter(context.Random, context.Reentries);
        _oracleLimiter = new OracleLimiter(context.Random);
        var standings = new Standings(context, ring);
        _decryptionErrorReplies = new DecryptionErrorReplies(context, standings);
        _decryptionLimiter = new DecryptionLimiter(standings);
        _held = new HeldMessages(context, inbox, Show);
        _requests = new DecryptionRequests(context, ring, _duplicates, _parts, _decryptionLimiter, _decryptionErrorReplies);
    }

    /// <summary>False until a reader asks for messages: those with SENDCHECKOPT are ignored and not confirmed.</summary>
    internal bool Accepts { get; set; }

    /// <summary>Recognises repetitions.</summary>
    internal DuplicateFilter Duplicates => _duplicates;

    internal override void Handle(in Packet packet, IPEndPoint from) => Handle(packet, from, _duplicates.KeyOf(packet, from), null);

    /// <summary>Handles a message.</summary>
    /// <param name="packet">The packet, or what stands for a dictionary.</param>
    /// <param name="from">The sender's endpoint.</param>
    /// <param name="key">The digest that identifies repetitions.</param>
    /// <param name="dict">The envelope of a dictionary; null in format 1.</param>
    /// <param name="isStored">True for a repetition of a dictionary that an earlier process has stored.</param>
    internal void Handle(in Packet packet, IPEndPoint from, DuplicateKey key, Envelope? dict, bool isStored = false)
    {
        var flags = packet.MessageFlags;
        bool oneWay = (flags & (MessageFlags.Broadcast | MessageFlags.AutoReturn)) != 0;
        bool wantsConfirmation = (flags & MessageFlags.SendCheck) != 0 && !oneWay;
        if ((flags & MessageFlags.Broadcast) != 0 && _outbox.HasSent(packet))
        {
            _context.Counters.Ignored++;
            return;
        }
        var arrival = _duplicates.Find(key, packet, from, _context.Now);
        if (arrival != ArrivalState.New)
        {
            _context.Counters.Duplicates++;
            if (arrival == ArrivalState.Kept && wantsConfirmation)
            {
                _replies.Confirm(MessageProof.ConfirmationOf(packet), from);
                _held.OnRepeated(packet, from);
            }
            return;
        }
        if (wantsConfirmation && !Accepts)
            return;
        if (dict is null && (flags & MessageFlags.Encrypted) == 0)
            HandlePlaintext(packet, from, key);
        else if (_parts.MayHaveRoom(from, flags) && _decryptionLimiter.TryTake(key, from, _context.Now))
            _requests.Enqueue(packet, from, key, dict, _order++, isStored);
        else
            _context.Counters.TurnedAway++;
    }

    /// <summary>Handles a decrypted message; null when it could not be decrypted (R62 to R70).</summary>
    internal void CompleteDecryption(EncryptedArrival arrival, DecryptedEnvelope? decrypted)
    {
        if (arrival.IsIpDict)
            decrypted = _requests.Identify(arrival, decrypted);
        // Where there is no room, there are no error replies either.
        if (decrypted?.Signature != SignatureStatus.Valid
            && (!_parts.HasRoomFor(arrival.From) || !_oracleLimiter.TryCount(arrival.Envelope)))
        {
            DropEncrypted(arrival);
            return;
        }
        _decryptionLimiter.OnDecrypted(arrival, decrypted, _context.Now);
        if (decrypted is null)
        {
            _requests.OnFailed(arrival);
            return;
        }
        if (_requests.TryPassOn(arrival) || IncomingMessage.Read(_context, arrival.Packet, arrival.From, decrypted) is not { } message)
            return;
        if (!_parts.HasRoomFor(message) || arrival.IsIpDict && message.WantsConfirmation && !Accepts)
        {
            DropEncrypted(arrival);
            return;
        }
        var seen = SeenMessage.Of(message, _ring);
        if (_replays.Add(message, seen, _context.Now) is { } earlier)
        {
            OnCopy(message, arrival, earlier, isExact: arrival.IsStored || seen.IsExactCopyOf(earlier.Seen));
            return;
        }
        _context.OnDecrypted(message);
        _parts.AskForKey(message);
        Accept(message, arrival.Key, arrival.Order);
    }

    /// <summary>Handles a message that the limits exclude from decryption. It counts as not received: a repetition may succeed.</summary>
    internal void DropEncrypted(EncryptedArrival arrival)
    {
        _context.Counters.TurnedAway++;
        _duplicates.Remove(arrival.Key);
        _decryptionLimiter.OnDropped(arrival);
    }

    private void HandlePlaintext(in Packet packet, IPEndPoint from, DuplicateKey key)
    {
        if (IncomingMessage.Read(_context, packet, from, null) is not { } message)
            return;
        // The part is that of the sender in the message: a broadcast may come from another address of a member.
        if (_parts.HasRoomFor(message))
        {
            _duplicates.Add(key, message.Part, _context.Now);
            Accept(message, key, _order++);
            return;
        }
        _context.Counters.TurnedAway++;
        _parts.Ask(from, packet.MessageFlags);
    }

    private void Accept(IncomingMessage message, DuplicateKey key, long order)
    {
        if (DecryptionErrorReplies.IsReply(message))
            _outbox.OnDecryptionError(message.From);
        message.Key = key;
        message.Order = order;
        _inbox.Reserve(message);
        if (_context.Settings.PersistsMessages)
            _context.Outputs.Raise(new PersistRequested(message));
        else
            Keep(message);
    }

    /// <summary>Adds a message to the inbox and confirms it. When the settings ask for it, it is on the disk.</summary>
    internal void Keep(IncomingMessage message)
    {
        if (_context.IsLeaving && message.WantsConfirmation)
        {
            _inbox.Release(message);
            return;
        }
        _duplicates.MarkKept(message.Key, message.ConfirmedNumber);
        if (message.ReplayKey is { } key)
        {
            key.State = ArrivalState.Kept;
            _context.Outputs.Raise(new MessageRemembered(key.Seen));
        }
        message.IsConfirmed = message.WantsConfirmation;
        if (message.AsksForProof)
            _held.Add(message);
        else
            Show(message, isBehind: false);
        _replies.Answer(message);
    }

    /// <summary>Shows the messages that wait for one before them. Later ones are not confirmed any more.</summary>
    internal void Leave() => _held.Flush();

    private void Show(IncomingMessage message, bool isBehind)
    {
        // A message that was held comes after one that has arrived later.
        if (isBehind)
            message.Order = _order++;
        _inbox.Add(message, isReserved: true);
        _context.Counters.Messages++;
        if (_context.ReportsMessages)
            _context.Outputs.Raise(new MessageArrived(message));
    }

    /// <summary>Loads the digests of the messages that earlier processes have stored. Call it before the first message.</summary>
    internal void Load(SipHash128 hash, IEnumerable<DuplicateKey> messages, IEnumerable<DuplicateKey> encrypted)
    {
        _duplicates.Load(hash, messages, _context.Now);
        _replays.Load(encrypted.Select(static each => new SeenMessage(SeenMessage.Stored, each, 0, 0)));
    }

    /// <summary>Loads encrypted messages that this process or another one of the user has received earlier.</summary>
    internal void Load(IEnumerable<SeenMessage> messages) => _replays.Load(messages);

    /// <summary>Adds a message to the inbox that an earlier process has received, before all that this one receives, or holds it.</summary>
    internal void Restore(IncomingMessage message)
    {
        message.Part = _parts.OfStored(message);
        if (_held.TryHoldRestored(message))
            return;
        _inbox.Restore(message);
        _held.OnRestored(message);
        if (_context.ReportsMessages)
            _context.Outputs.Raise(new MessageArrived(message));
    }

    /// <summary>Handles a message that the disk did not take. It counts as not received: a repetition may succeed.</summary>
    internal void Drop(IncomingMessage message)
    {
        _inbox.Release(message);
        _context.Counters.LogFailures++;
        _duplicates.Remove(message.Key);
        _replays.Remove(message);
        if (message.Envelope is { Signature: not SignatureStatus.Valid } decrypted)
            _oracleLimiter.Uncount(decrypted.Envelope);
    }

    // A replay, or a repetition by a member that has another address now. Only an exact copy under the same names is confirmed: the sender
    // of another one would learn that a text was received that was not shown (R116).
    private void OnCopy(IncomingMessage message, EncryptedArrival arrival, ReplayKey earlier, bool isExact)
    {
        _context.Counters.Duplicates++;
        if (earlier.State == ArrivalState.Pending)
            _duplicates.Remove(arrival.Key);
        else if (isExact)
            _duplicates.MarkKept(arrival.Key, message.ConfirmedNumber);
        if (isExact && earlier.State != ArrivalState.Pending && message.WantsConfirmation && !_context.IsLeaving)
            _replies.Confirm(MessageProof.ConfirmationOf(arrival.Packet), arrival.From);
    }
}
