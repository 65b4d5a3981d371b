using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>
/// All answers to an address that has not answered have at most three times the bytes that came from there (R117). Keys are apart: at most
/// one a second for each standing (R111). It has its own account of who has answered, and never forgets one.
/// </summary>
internal sealed class AnswerSizeCheck(SentNumbers sent) : IStageCheck
{
    private const int Factor = 3, OpenMs = 6_000, KeyMs = 1_000, Standings = 3;

    private readonly Dictionary<IPAddress, long> _left = [];
    private readonly Dictionary<IPAddress, List<long>> _keys = [];
    private readonly Dictionary<IPEndPoint, long> _entries = [];
    private readonly HashSet<IPEndPoint> _reached = [];
    private readonly HashSet<IPEndPoint> _corrections = [];
    private long _broadcastAt = -OpenMs;

    public void After(StageCall call, MemberMachine machine)
    {
        if (call.From is { } from)
        {
            _left[from.Address] = _left.GetValueOrDefault(from.Address) + Factor * call.Datagram.Length;
            Learn(call, from);
        }
        else
            LearnConfirmation(call);
        if (IsAnnouncement(call))
            ExpectCorrections(machine);
        foreach (var (to, bytes) in call.Sent)
        {
            PacketReader.TryRead(bytes, out var packet);
            if (!_reached.Contains(to) && packet.Command == Command.AnswerPublicKey)
                CheckKey(to.Address, call.Milliseconds);
            else if (!_reached.Contains(to) && IsAnswer(packet, call, to, machine))
                Take(to, bytes.Length, packet.Command);
            if (packet.Command == Command.Entry)
                OnEntry(to, call.Milliseconds, machine);
        }
    }

    private void Take(IPEndPoint to, int length, Command command)
    {
        long left = _left.GetValueOrDefault(to.Address) - length;
        _left[to.Address] = left;
        if (left < 0)
            throw new BrokenInvariantException($"The answers are too long: {command} with {length} bytes to {to}, {-left} too many.");
    }

    private void OnEntry(IPEndPoint to, long now, MemberMachine machine)
    {
        if (MemberAccess.Context(machine).IsOneMachine(to))
            _entries[to] = now;
        else
            _broadcastAt = now;
    }

    private void Learn(StageCall call, IPEndPoint from)
    {
        bool isAwaited = call.Milliseconds - _broadcastAt < OpenMs
            || _entries.TryGetValue(from, out long at) && call.Milliseconds - at < OpenMs;
        if (!PacketReader.TryRead(call.Datagram, out var packet))
        {
            if (isAwaited && IptuxCompatibility.IsMisreadReport(call.Datagram))
                _reached.Add(from);
            return;
        }
        switch (packet.Command)
        {
            case Command.AnswerEntry when isAwaited:
            case Command.AnswerPublicKey when sent.HasAskedForKey(from):
                _reached.Add(from);
                break;
            default:
                LearnConfirmation(call);
                break;
        }
    }

    // A member with two addresses may confirm from the other one. A dictionary may be the confirmation.
    private void LearnConfirmation(StageCall call)
    {
        if (PacketReader.TryRead(call.Datagram, out var packet) && packet.Command == Command.ReceiveMessage
            && PacketNumber.TryRead(packet.Body, out uint number))
            _reached.UnionWith(sent.RecipientsOf(number));
    }

    // Entries that a datagram does not cause are announcements, those after a host list come from the user's request, and those to another
    // address ask the place of a pinned member that somebody else claims (R122).
    private bool IsAnswer(in Packet packet, StageCall call, IPEndPoint to, MemberMachine machine) => packet.Command switch
    {
        Command.ReceiveMessage or Command.SendInfo or Command.SendAbsenceInfo or Command.AnswerList or Command.OkGetList
            or Command.AnswerReadMessage => true,
        Command.SendMessage => (packet.MessageFlags & MessageFlags.AutoReturn) != 0,
        Command.GetPublicKey => (packet.MessageFlags & MessageFlags.AutoReturn) != 0,
        Command.AnswerEntry => call.Kind == StageCallKind.Receive || call.Kind == StageCallKind.Advance
            && !(_corrections.Remove(to) | IsAnnouncement(call)) && !IsCorrection(to, machine),
        Command.Entry => to.Address.Equals(call.From?.Address)
            && !(PacketReader.TryRead(call.Datagram, out var cause) && cause.Command == Command.AnswerList),
        _ => false,
    };

    // An announcement is corrected for each iptux by one IPMSG_ANSENTRY (R96), which answers nothing. Those to many come later, at a rate.
    private void ExpectCorrections(MemberMachine machine)
    {
        foreach (var member in MemberAccess.Context(machine).Roster.All)
        {
            if (member.Dialect == ClientDialect.Iptux)
                _corrections.Add(member.EndPoint);
        }
    }

    private static bool IsAnnouncement(StageCall call) => call.Sent.Exists(static each =>
        PacketReader.TryRead(each.Bytes, out var packet) && packet.Command is Command.Entry or Command.Absence);

    // Without targets of broadcasts the corrections are all that is sent of an announcement, and look like answers to an iptux.
    private static bool IsCorrection(IPEndPoint to, MemberMachine machine) =>
        MemberAccess.Context(machine).Targets.Count == 0 && machine.MemberAt(to) is { Dialect: ClientDialect.Iptux };

    private void CheckKey(IPAddress to, long now)
    {
        if (!_keys.TryGetValue(to, out var times))
            _keys[to] = times = [];
        times.RemoveAll(at => now - at >= KeyMs);
        times.Add(now);
        Require.That(times.Count <= Standings, "keys to an address that has not answered");
    }
}
