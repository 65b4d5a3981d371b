using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Sends what a kept message gets in return: its confirmation (R39), the absence text (R47), and an entry to a sender that is no member
/// (R48).
/// </summary>
internal sealed class MessageReplies
{
    private readonly MemberContext _context;
    private readonly Announcer _announcer;
    private readonly AutoReply _autoReply;

    internal MessageReplies(MemberContext context, Announcer announcer, AutoReply autoReply)
    {
        _context = context;
        _announcer = announcer;
        _autoReply = autoReply;
    }

    internal void Answer(IncomingMessage message)
    {
        if (message.IsOneWay || _context.IsLeaving)
            return;
        if (message.WantsConfirmation)
            Confirm(message.Confirmation, message.From);
        _autoReply.ReplyIfAbsent(message);
        // The sender learns this member. A sender that leaves soon gets no entry (R48).
        if ((message.Flags & MessageFlags.NoAddList) == 0
            && _context.Roster.At(message.From) is null
            && !_context.Presence.IsSelf(message.User, message.Host)
            && _context.AnswerLimits.TryIntroduce(message.From))
            _announcer.Ask(message.From, isAnswer: true);
    }

    internal void Confirm(string confirmation, IPEndPoint to) =>
        _context.PacketSender.SendAscii(to, Command.ReceiveMessage, 0, confirmation, isAnswer: true);
}
