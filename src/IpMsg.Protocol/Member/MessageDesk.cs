using System.Net;

namespace IpMsg.Protocol;

/// <summary>
/// Messages from others (R39 to R49): recognised when repeated, put on disk when that is asked for, into the inbox, and only then
/// confirmed.
/// </summary>
internal sealed class MessageDesk
{
    private readonly MemberContext _context;
    private readonly Outlet _outlet;
    private readonly Roster _roster;
    private readonly Inbox _inbox;
    private readonly DuplicateFilter _duplicates;
    private readonly AutoReply _autoReply;
    private readonly Announcer _announcer;
    private long _order;

    internal MessageDesk(MemberContext context, Outlet outlet, Roster roster, Inbox inbox, DuplicateFilter duplicates, AutoReply autoReply, Announcer announcer)
    {
        _context = context;
        _outlet = outlet;
        _roster = roster;
        _inbox = inbox;
        _duplicates = duplicates;
        _autoReply = autoReply;
        _announcer = announcer;
    }

    /// <summary>
    /// False while nobody has asked for messages: then those that want a confirmation are left alone, so that their senders know.
    /// </summary>
    internal bool Accepts { get; set; }

    internal void Handle(in Packet packet, IPEndPoint from)
    {
        var flags = packet.MessageFlags;
        bool oneWay = (flags & (MessageFlags.Broadcast | MessageFlags.AutoReturn)) != 0;
        bool wantsConfirmation = (flags & MessageFlags.SendCheck) != 0 && !oneWay;
        var key = _duplicates.KeyOf(packet, from);
        var arrival = _duplicates.Look(key, _context.Now);
        if (arrival != ArrivalState.New)
        {
            _context.Counters.Duplicates++;
            if (arrival == ArrivalState.Kept && wantsConfirmation)
                Confirm(packet, from);
            return;
        }
        if (wantsConfirmation && !Accepts)
            return;
        if (!_inbox.HasRoom)
        {
            _context.Counters.TurnedAway++;
            return;
        }
        _duplicates.Take(key, _context.Now);
        if ((flags & MessageFlags.Encrypted) != 0)
        {
            CannotRead(packet, from, oneWay);
            return;
        }
        if (Read(packet, from) is not { } message)
            return;
        message.Key = key;
        message.Order = _order++;
        _inbox.Reserve(message);
        if (_context.Settings.PersistsMessages)
            _context.Tell(MemberActionKind.Persist, message);
        else
            Keep(message);
    }

    /// <summary>The message is safe: it may be shown and confirmed.</summary>
    internal void Keep(IncomingMessage message)
    {
        _inbox.Release(message);
        if (_context.IsLeaving && message.WantsConfirmation)
            return;
        _duplicates.Keep(message.Key);
        message.IsConfirmed = message.WantsConfirmation;
        _inbox.Add(message);
        _context.Counters.Messages++;
        _context.Tell(MemberActionKind.Arrived, message);
        Answer(message);
    }

    /// <summary>The disk would not have it: as if it had never come, so that its next repetition gets another chance.</summary>
    internal void Drop(IncomingMessage message)
    {
        _inbox.Release(message);
        _context.Counters.LogFailures++;
        _duplicates.Release(message.Key);
    }

    private IncomingMessage? Read(in Packet packet, IPEndPoint from)
    {
        var sender = _roster.At(from);
        var dialect = sender?.Dialect ?? ClientDialects.Of(packet);
        var habit = sender?.Habit ?? TextHabit.Unknown;
        if (!packet.IsUtf8)
            habit = TextCodec.Learn(habit, packet.Body);
        if (sender is not null)
            sender.Habit = habit;
        var codec = _context.Settings.Codec;
        string user = codec.Read(packet.User, packet.IsUtf8, habit, dialect);
        string host = codec.Read(packet.Host, packet.IsUtf8, habit, dialect);
        if (_context.Settings.EnforcesFingerprints && FingerprintName.IsMatch(user) && !IsHarmlessReply(packet.MessageFlags))
            return null;
        // A broadcast may come by a road on which its sender is not known, IPv6 for one; answers take the one that is.
        if (sender is null && (packet.MessageFlags & MessageFlags.Broadcast) != 0 && (sender = _roster.Named(user, host)) is not null)
            from = sender.EndPoint;
        PacketNumber.TryRead(packet.Number, out uint number);
        string text = codec.Read(packet.Body, packet.IsUtf8, habit, dialect);
        var message = new IncomingMessage(from, user, host, sender, PacketNumber.Text(packet.Number), number, packet.MessageFlags, text, _context.Now.Wall);
        if ((packet.MessageFlags & MessageFlags.Attachments) != 0)
        {
            message.Names = new NameDecoder(codec, packet.IsUtf8, habit, dialect);
            message.Attachments = AttachmentListReader.Read(packet.Ext, message.Names);
        }
        return message;
    }

    // Programs reply in plain text, as the absence text of the reference client does, and want nothing in return.
    private static bool IsHarmlessReply(MessageFlags flags) => (flags & MessageFlags.AutoReturn) != 0
        && (flags & (MessageFlags.Locked | MessageFlags.SendCheck | MessageFlags.Sealed | MessageFlags.ReadCheck | MessageFlags.Attachments)) == 0;

    private void Answer(IncomingMessage message)
    {
        if (message.IsOneWay || _context.IsLeaving)
            return;
        if (message.WantsConfirmation)
            _outlet.Short(message.From, Command.ReceiveMessage, 0, System.Text.Encoding.ASCII.GetBytes(message.NumberText));
        _autoReply.Consider(message);
        // Both sides should know each other; a sender that does not stay is left in peace (R48).
        if ((message.Flags & MessageFlags.NoAddList) == 0 && _roster.At(message.From) is null && !_context.Presence.IsSelf(message.User, message.Host))
            _announcer.Introduce(message.From);
    }

    // The number goes back exactly as it came (R7, R39).
    private void Confirm(in Packet packet, IPEndPoint from) => _outlet.Short(from, Command.ReceiveMessage, 0, packet.Number);

    // We never announced that we can decrypt. The words in brackets are what other clients look for.
    private void CannotRead(in Packet packet, IPEndPoint from, bool oneWay)
    {
        _context.Counters.Ignored++;
        if (!oneWay)
            _outlet.Text(from, Command.SendMessage, MessageFlags.AutoReturn | MessageFlags.NoLog,
                "This client cannot read encrypted messages. Please refresh your member list and send it again. (DecryptErr)", TextCodec.Utf8, flagged: false);
    }
}
