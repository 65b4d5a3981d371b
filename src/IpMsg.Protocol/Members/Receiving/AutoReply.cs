using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Sends the absence text in reply to messages (R47): once to each sender in each absence, and never in reply to automatic messages, which
/// would cause replies without end. A member that encrypts gets it encrypted and signed: the reference client marks all else from us as not
/// authenticated.
/// </summary>
internal sealed class AutoReply : IEncryptionWaiter
{
    /// <summary>The maximum number of senders without proof that get a reply in each absence.</summary>
    internal const int MaxUnproved = 16_384;

    private readonly MemberContext _context;
    private readonly MessageEncoder _encoder;
    private readonly OutgoingEncryption _encryption;
    private readonly HashSet<IPEndPoint> _replied = [];

    // Those that have answered nothing when their reply was sent.
    private int _unproved;
    private int _period;

    internal AutoReply(MemberContext context, MessageEncoder encoder, OutgoingEncryption encryption)
    {
        _context = context;
        _encoder = encoder;
        _encryption = encryption;
    }

    internal void ReplyIfAbsent(IncomingMessage message)
    {
        var presence = _context.Presence;
        if (!presence.IsAbsent || presence.AbsenceMessage.Length == 0)
            return;
        if (_period != presence.AbsencePeriod)
        {
            _replied.Clear();
            _unproved = 0;
            _period = presence.AbsencePeriod;
        }
        if (MayReply(message.From))
            Reply(message.From, message.Sender, (message.Flags & MessageFlags.Utf8) != 0);
    }

    private void Reply(IPEndPoint to, Member? sender, bool flagged)
    {
        string text = _context.Presence.AbsenceMessage;
        bool encrypts = _context.Roster.At(to) is { } member && (member.Status & EntryFlags.CanEncrypt) != 0;
        // An encrypted reply is long, and the request for the key is repeated.
        if (encrypts ? _context.AnswerLimits.TryTake(to, int.MaxValue) : SendPlaintext(to, text, sender, flagged, isAnswer: true))
            Note(to);
        else
        {
            int period = _period;
            _context.AnswerLimits.AskBack(to, Command.SendMessage, () => ReplyLate(to, sender, flagged, period));
            return;
        }
        if (!encrypts)
            return;
        var reply = new OutgoingMessage(text) { IsAutomatic = true };
        if (_encryption.IsReady(_encoder.Compose(reply, [to], isBroadcast: false).Deliveries[0], this))
            SendPlaintext(to, text, sender, flagged);
    }

    // At the limit no further senders get a reply, because the senders with a reply are no longer known. Forged ones have a part of it.
    private bool MayReply(IPEndPoint to) =>
        _replied.Count < Roster.Capacity
        && (_unproved < MaxUnproved || _context.AnswerLimits.IsReached(to))
        && !_replied.Contains(to);

    private void Note(IPEndPoint to)
    {
        if (!_context.AnswerLimits.IsReached(to))
            _unproved++;
        _replied.Add(to);
    }

    // The absence may have ended meanwhile.
    private void ReplyLate(IPEndPoint to, Member? sender, bool flagged, int period)
    {
        var presence = _context.Presence;
        if (presence.IsAbsent && period == presence.AbsencePeriod && MayReply(to))
            Reply(to, sender, flagged);
    }

    /// <summary>Sends the encrypted reply.</summary>
    public void Ready(Delivery delivery)
    {
        if (_context.IsLeaving)
            return;
        _context.Counters.Sent++;
        _context.Outputs.Send(new Transmit(delivery.To, delivery.Bytes, delivery.Length, isPooled: false));
    }

    /// <summary>Sends the reply in plaintext to a member that did not give its key, or whose key is in doubt.</summary>
    public void GiveUp(Delivery delivery, DeliveryStatus status, string? reason)
    {
        if (!_context.IsLeaving)
            SendPlaintext(delivery.To, delivery.Message.Text, delivery.Member, flagged: true);
    }

    // True also when the settings forbid the reply.
    private bool SendPlaintext(IPEndPoint to, string text, Member? sender, bool flagged, bool isAnswer = false)
    {
        if (_context.Settings.RequiresEncryption)
            return true;
        sender = _context.Roster.At(to) ?? sender;
        var encoding = TextCodec.Utf8;
        if (sender is not null)
            encoding = _context.Settings.Codec.WriteTo(sender.Status, sender.ObservedEncoding, sender.Dialect, out flagged);
        else if (!flagged)
            encoding = _context.Settings.Codec.CodePage;
        return _context.PacketSender.SendText(
            to, Command.SendMessage, MessageFlags.AutoReturn, text, (encoding, flagged), isAnswer);
    }
}
