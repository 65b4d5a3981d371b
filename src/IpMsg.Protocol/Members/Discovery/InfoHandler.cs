using System;
using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol;

/// <summary>Questions about version and absence: ours to others, and others' to us (R55).</summary>
internal sealed class InfoDesk
{
    private const int Attempts = 5;
    private const int IntervalMs = 1_000;

    private readonly MemberContext _context;
    private readonly Outlet _outlet;
    private readonly Roster _roster;
    private readonly Dictionary<(IPEndPoint, InfoKind), List<Question>> _open = [];

    internal InfoDesk(MemberContext context, Outlet outlet, Roster roster)
    {
        _context = context;
        _outlet = outlet;
        _roster = roster;
    }

    internal void Handle(in Packet packet, IPEndPoint from)
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
                Answered(packet, from, InfoKind.Version);
                break;
            case Command.SendAbsenceInfo:
                Answered(packet, from, InfoKind.Absence);
                break;
        }
    }

    internal void Ask(InfoRequest request)
    {
        var key = (request.To, request.Kind);
        if (!_open.TryGetValue(key, out var questions))
            _open[key] = questions = [];
        var question = new Question(this, request);
        questions.Add(question);
        request.AskedAt = _context.Now;
        if (_context.IsLeaving)
            End(question);
        else
            question.Ring();
    }

    internal void Cancel(InfoRequest request)
    {
        if (_open.TryGetValue((request.To, request.Kind), out var questions) && questions.Find(each => each.Request == request) is { } question)
            End(question);
    }

    internal void CancelAll()
    {
        foreach (var questions in new List<List<Question>>(_open.Values))
        {
            foreach (var question in questions.ToArray())
                End(question);
        }
    }

    // The flags and body of a question may be anything, for some clients send it through their message sender (R55).
    private void Reply(in Packet packet, IPEndPoint from, Command command, string text)
    {
        bool flagged = (packet.MessageFlags & (MessageFlags.Utf8 | MessageFlags.CanUtf8)) != 0;
        var encoding = flagged ? TextCodec.Utf8 : _context.Settings.Codec.CodePage;
        if (_roster.At(from) is { } member)
            encoding = _context.Settings.Codec.WriteTo(member.Status, member.Habit, member.Dialect, out flagged);
        _outlet.Text(from, command, MessageFlags.None, text, encoding, flagged);
    }

    private void Answered(in Packet packet, IPEndPoint from, InfoKind kind)
    {
        if (!_open.TryGetValue((from, kind), out var questions))
            return;
        var member = _roster.At(from);
        string text = _context.Settings.Codec.Read(packet.Body, packet.IsUtf8, member?.Habit ?? TextHabit.Unknown, member?.Dialect ?? ClientDialect.Standard);
        foreach (var question in questions.ToArray())
        {
            question.Request.Answer = text.Trim('\n');
            question.Request.RoundTrip = _context.Now.Elapsed - question.Request.AskedAt.Elapsed;
            End(question);
        }
    }

    private void End(Question question)
    {
        AlarmClock.Clear(question);
        var key = (question.Request.To, question.Request.Kind);
        _open[key].Remove(question);
        if (_open[key].Count == 0)
            _open.Remove(key);
        question.Request.IsEnded = true;
        _context.Tell(MemberActionKind.Answered, question.Request);
    }

    private sealed class Question(InfoDesk desk, InfoRequest request) : Alarm
    {
        private readonly uint _number = desk._context.NextNumber();
        private int _asked;

        internal InfoRequest Request => request;

        internal override void Ring()
        {
            if (_asked++ == Attempts)
            {
                desk.End(this);
                return;
            }
            desk._outlet.Short(request.To, request.Command, (uint)MessageFlags.CanUtf8, default, _number);
            desk._context.SetAlarm(this, IntervalMs);
        }
    }
}
