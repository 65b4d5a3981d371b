using System.Collections.Generic;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>Tells senders that their sealed messages were opened (R49), and goes on until they say that they know (R51).</summary>
internal sealed class ReadNotices
{
    private const int IntervalMs = 750;
    private const int Repeats = 12;

    private readonly MemberContext _context;
    private readonly PacketSender _packetSender;
    private readonly Dictionary<(IPEndPoint, uint), Notice> _open = [];

    internal ReadNotices(MemberContext context, PacketSender packetSender)
    {
        _context = context;
        _packetSender = packetSender;
    }

    internal void Opened(IncomingMessage message)
    {
        if (_context.IsLeaving)
            return;
        var notice = new Notice(this, message, _context.NextNumber());
        notice.Send();
        if (!notice.WantsAnswer)
            return;
        _open[notice.Key] = notice;
        _context.SetAlarm(notice, IntervalMs);
    }

    internal void Discarded(IncomingMessage message)
    {
        if (!_context.IsLeaving)
            _packetSender.SendAscii(message.From, Command.DeleteMessage, 0, Encoding.ASCII.GetBytes(message.NumberText));
    }

    /// <summary>Whoever offered files need not keep them ready any longer (R88).</summary>
    internal void Released(IncomingMessage message)
    {
        if (!_context.IsLeaving && message.Attachments.Count > 0)
            _packetSender.SendAscii(message.From, Command.ReleaseFiles, 0, Encoding.ASCII.GetBytes(message.NumberText));
    }

    internal void Handle(in Packet packet, IPEndPoint from)
    {
        if (PacketNumber.TryRead(packet.Body, out uint number) && _open.TryGetValue((from, number), out var notice))
            End(notice);
    }

    /// <summary>One last time, for there will be no later.</summary>
    internal void Flush()
    {
        foreach (var notice in new List<Notice>(_open.Values))
        {
            notice.Send();
            End(notice);
        }
    }

    private void End(Notice notice)
    {
        TimerQueue.Clear(notice);
        _open.Remove(notice.Key);
    }

    private sealed class Notice(ReadNotices notices, IncomingMessage message, uint number) : ProtocolTimer
    {
        private int _repeats;

        internal (IPEndPoint, uint) Key => (message.From, number);

        internal bool WantsAnswer => (message.Flags & MessageFlags.ReadCheck) != 0;

        internal void Send() => notices._packetSender.SendAscii(message.From, Command.ReadMessage, (uint)(message.Flags & MessageFlags.ReadCheck),
            Encoding.ASCII.GetBytes(message.NumberText), number);

        internal override void OnExpired()
        {
            Send();
            if (++_repeats < Repeats)
                notices._context.SetAlarm(this, IntervalMs);
            else
                notices.End(this);
        }
    }
}
