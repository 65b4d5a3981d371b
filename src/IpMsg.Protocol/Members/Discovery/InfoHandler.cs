using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Requests version and absence text, and replies to such requests (R55): IPMSG_GETINFO, IPMSG_SENDINFO, IPMSG_GETABSENCEINFO and
/// IPMSG_SENDABSENCEINFO.
/// </summary>
internal sealed class InfoHandler : PacketHandler
{
    private const int Attempts = 5;
    private const int IntervalMs = 1_000;

    private readonly MemberContext _context;
    private readonly Dictionary<(IPEndPoint, InfoKind), List<PendingInfoRequest>> _open = [];

    internal InfoHandler(MemberContext context)
    {
        _context = context;
    }

    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        switch (packet.Command)
        {
            case Command.GetInfo:
                Reply(packet, from, Command.SendInfo, _context.Settings.VersionText);
                break;
            case Command.GetAbsenceInfo:
                var presence = _context.Presence;
                string text = presence.AbsenceMessage.Length > 0 ? presence.AbsenceMessage : presence.AbsenceTitle;
                Reply(packet, from, Command.SendAbsenceInfo, presence.IsAbsent ? text : "Not Absence mode");
                break;
            case Command.SendInfo:
                OnAnswer(packet, from, InfoKind.Version);
                break;
            case Command.SendAbsenceInfo:
                OnAnswer(packet, from, InfoKind.Absence);
                break;
        }
    }

    /// <summary>True while a question to that endpoint is open.</summary>
    internal bool Asks(IPEndPoint to) =>
        _open.Count > 0 && (_open.ContainsKey((to, InfoKind.Version)) || _open.ContainsKey((to, InfoKind.Absence)));

    internal void Ask(InfoRequest request)
    {
        var key = (request.To, request.Kind);
        if (!_open.TryGetValue(key, out var pendingInfoRequests))
            _open[key] = pendingInfoRequests = [];
        var pendingInfoRequest = new PendingInfoRequest(this, request);
        pendingInfoRequests.Add(pendingInfoRequest);
        request.AskedAt = _context.Now;
        _context.OnUse(request.To);
        if (_context.IsLeaving)
            End(pendingInfoRequest);
        else
            pendingInfoRequest.OnExpired();
    }

    internal void Cancel(InfoRequest request)
    {
        if (_open.TryGetValue((request.To, request.Kind), out var pendingInfoRequests)
            && pendingInfoRequests.Find(each => each.Request == request) is { } pendingInfoRequest)
            End(pendingInfoRequest);
    }

    internal void CancelAll()
    {
        foreach (var pendingInfoRequests in new List<List<PendingInfoRequest>>(_open.Values))
        {
            foreach (var pendingInfoRequest in pendingInfoRequests.ToArray())
                End(pendingInfoRequest);
        }
    }

    // Flags and body of a request are ignored: some clients fill them as for a message (R55).
    private void Reply(in Packet packet, IPEndPoint from, Command command, string text)
    {
        bool flagged = (packet.MessageFlags & (MessageFlags.Utf8 | MessageFlags.CanUtf8)) != 0;
        var encoding = flagged ? TextCodec.Utf8 : _context.Settings.Codec.CodePage;
        if (_context.Roster.At(from) is { } member)
            encoding = _context.Settings.Codec.WriteTo(member.Status, member.ObservedEncoding, member.Dialect, out flagged);
        if (!_context.PacketSender.SendText(from, command, MessageFlags.None, text, (encoding, flagged), isAnswer: true))
            _context.AnswerLimits.AskBack(this, packet, from);
    }

    private void OnAnswer(in Packet packet, IPEndPoint from, InfoKind kind)
    {
        if (!_open.TryGetValue((from, kind), out var pendingInfoRequests))
            return;
        var member = _context.Roster.At(from);
        var encoding = member?.ObservedEncoding ?? ObservedEncoding.Unknown;
        var dialect = member?.Dialect ?? ClientDialect.Standard;
        string text = _context.Settings.Codec.Read(packet.Body, packet.IsUtf8, encoding, dialect);
        foreach (var pendingInfoRequest in pendingInfoRequests.ToArray())
        {
            End(pendingInfoRequest, text.Trim('\n'));
        }
    }

    private void End(PendingInfoRequest pendingInfoRequest, string? answer = null)
    {
        TimerQueue.Clear(pendingInfoRequest);
        var key = (pendingInfoRequest.Request.To, pendingInfoRequest.Request.Kind);
        _open[key].Remove(pendingInfoRequest);
        if (_open[key].Count == 0)
            _open.Remove(key);
        var request = pendingInfoRequest.Request;
        request.End(answer, answer is null ? TimeSpan.Zero : _context.Now.Elapsed - request.AskedAt.Elapsed);
        _context.Outputs.Raise(new InfoRequestEnded(pendingInfoRequest.Request));
    }

    private sealed class PendingInfoRequest(InfoHandler handler, InfoRequest request) : ProtocolTimer
    {
        private readonly uint _number = handler._context.NextNumber();
        private int _asked;

        internal InfoRequest Request => request;

        internal override void OnExpired()
        {
            if (_asked++ == Attempts)
            {
                handler.End(this);
                return;
            }
            handler._context.PacketSender.SendAscii(request.To, request.Command, (uint)MessageFlags.CanUtf8, "", _number);
            handler._context.SetTimer(this, IntervalMs);
        }
    }
}
