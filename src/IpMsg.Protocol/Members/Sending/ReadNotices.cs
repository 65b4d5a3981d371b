using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// Sends IPMSG_READMSG when a sealed message is opened (R49), and repeats it until IPMSG_ANSREADMSG comes (R51). Sends IPMSG_DELMSG when a
/// message is discarded, and IPMSG_RELEASEFILES for its files.
/// </summary>
internal sealed class ReadNotices : PacketHandler
{
    private const int IntervalMs = 750;
    private const int Repeats = 12;

    private readonly MemberContext _context;
    private readonly Inbox _inbox;
    private readonly Dictionary<(IPEndPoint, uint), Notice> _open = [];

    internal ReadNotices(MemberContext context, Inbox inbox)
    {
        _context = context;
        _inbox = inbox;
    }

    /// <summary>Marks a sealed message as opened and sends IPMSG_READMSG (R49). False when it was opened or discarded before.</summary>
    internal bool Open(IncomingMessage message)
    {
        if (message.IsOpened || message.IsDiscarded)
            return false;
        message.IsOpened = true;
        if (!_context.IsLeaving)
            Notify(message);
        return true;
    }

    /// <summary>
    /// Marks a message as discarded and removes it from the inbox. Sends IPMSG_DELMSG for an unopened sealed message (R52), and
    /// IPMSG_RELEASEFILES for files (R88). False when it was discarded before.
    /// </summary>
    internal bool Discard(IncomingMessage message)
    {
        _inbox.Discard(message);
        if (message.IsDiscarded)
            return false;
        message.IsDiscarded = true;
        if (!message.IsOpened && !_context.IsLeaving)
            _context.PacketSender.SendAscii(message.From, Command.DeleteMessage, 0, message.NumberText);
        if (!_context.IsLeaving && message.Attachments.Count > 0)
            Release(message);
        return true;
    }

    // Members of this kind sign it towards each other where the offer is encrypted (R124).
    private void Release(IncomingMessage message)
    {
        var settings = _context.Settings;
        // The sender of a message from an earlier process has no abilities. Every other client ignores the signature.
        var sender = _context.Roster.At(message.From) ?? message.Sender;
        if (!message.IsEncrypted || sender is { ConfirmsWithProof: false } || settings.Keys?.Usual is null)
        {
            SendRelease(message, null);
            return;
        }
        byte[] statement = SignedStatement.OfRelease(
            message.Number, (settings.UserName, settings.HostName), (message.User, message.Host));
        _context.Outputs.Raise(new SignatureRequested(SignatureJob.ToMake(statement, signature =>
        {
            if (!_context.IsLeaving)
                SendRelease(message, signature);
        })));
    }

    private void SendRelease(IncomingMessage message, byte[]? signature)
    {
        string ext = signature is null ? "" : "\0" + SignedLines.ExtOf(signature);
        _context.PacketSender.SendAscii(message.From, Command.ReleaseFiles, 0, message.NumberText + ext);
    }

    private void Notify(IncomingMessage message)
    {
        var notice = new Notice(this, message, _context.NextNumber());
        notice.Send();
        if (!notice.WantsAnswer)
            return;
        _open[notice.Key] = notice;
        _context.SetTimer(notice, IntervalMs);
    }

    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        if (PacketNumber.TryRead(packet.Body, out uint number) && _open.TryGetValue((from, number), out var notice))
            End(notice);
    }

    /// <summary>Sends all pending notices a last time before the member leaves.</summary>
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

        internal void Send() => notices._context.PacketSender.SendAscii(
            message.From,
            Command.ReadMessage,
            (uint)(message.Flags & MessageFlags.ReadCheck),
            message.NumberText,
            number);

        internal override void OnExpired()
        {
            Send();
            if (++_repeats < Repeats)
                notices._context.SetTimer(this, IntervalMs);
            else
                notices.End(this);
        }
    }
}
