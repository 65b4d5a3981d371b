using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Sends the absence text in reply to messages (R47): once to each sender in each absence, and never in reply to automatic messages, which
/// would cause replies without end.
/// </summary>
internal sealed class AutoReply
{
    private readonly MemberContext _context;
    private readonly HashSet<IPEndPoint> _replied = [];
    private int _period;

    internal AutoReply(MemberContext context)
    {
        _context = context;
    }

    internal void ReplyIfAbsent(IncomingMessage message)
    {
        var presence = _context.Presence;
        if (!presence.IsAbsent || presence.AbsenceMessage.Length == 0)
            return;
        if (_period != presence.AbsencePeriod)
        {
            _replied.Clear();
            _period = presence.AbsencePeriod;
        }
        // At the limit no further senders get a reply, because the senders with a reply are no longer known.
        if (_replied.Count >= Roster.Capacity || !_replied.Add(message.From))
            return;
        var sender = _context.Roster.At(message.From) ?? message.Sender;
        bool flagged = (message.Flags & MessageFlags.Utf8) != 0;
        var encoding = TextCodec.Utf8;
        if (sender is not null)
            encoding = _context.Settings.Codec.WriteTo(sender.Status, sender.ObservedEncoding, sender.Dialect, out flagged);
        else if (!flagged)
            encoding = _context.Settings.Codec.CodePage;
        _context.PacketSender.SendText(
            message.From, Command.SendMessage, MessageFlags.AutoReturn, presence.AbsenceMessage, encoding, flagged);
    }
}
