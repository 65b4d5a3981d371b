using System;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>Handles IPMSG_BR_ENTRY, IPMSG_ANSENTRY, IPMSG_BR_ABSENCE and IPMSG_BR_EXIT (R22 to R32).</summary>
internal sealed class EntryHandler : PacketHandler
{
    // A network of thousands enters within some seconds.
    private static readonly ShareRates s_replies = new(new Rate(64, 64), new Rate(4_096, 4_096));

    private readonly MemberContext _context;
    private readonly Shares<IPAddress> _replies = new(s_replies, s_replies, s_replies);
    private readonly EntryReplyQueue _answers;
    private readonly Announcer _announcer;
    private readonly IptuxCompatibility _iptux;
    private readonly PlaceGuard _places;
    private readonly SignedExits _exits;

    internal EntryHandler(
        MemberContext context, EntryReplyQueue answers, Announcer announcer, IptuxCompatibility iptux, PlaceGuard places, SignedExits exits)
    {
        _places = places;
        _exits = exits;
        _context = context;
        _answers = answers;
        _announcer = announcer;
        _iptux = iptux;
    }

    /// <summary>True for an endpoint with an open question of this member.</summary>
    internal Func<IPEndPoint, bool> IsAsked { get; set; } = static _ => false;

    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        var leaving = packet.Command == Command.Exit ? _context.Roster.At(from) : null;
        Act(packet, from);
        if (leaving is not null && _context.Roster.At(from) is null)
            _context.EntryObserver?.OnExit(leaving);
    }

    private void Act(in Packet packet, IPEndPoint from)
    {
        switch (packet.Command)
        {
            case Command.Entry:
                if (Learn(packet, from) is { } name)
                {
                    _context.Reentries.OnEntry(from);
                    _announcer.OnEntry(from);
                    if (!MayReply(from))
                        break;
                    var status = packet.EntryFlags & EntryFlagRules.Status(packet.EntryFlags);
                    _answers.Add(from, (status & EntryFlags.CanUtf8) != 0, name);
                    // Its member asks back, and holds the answer until then (R117).
                    if (IsAsked(from))
                        _answers.SendNow(from, isAnswer: true);
                }
                break;
            case Command.AnswerEntry:
                OnAnswer(packet, from);
                break;
            case Command.Absence:
                Learn(packet, from);
                break;
            case Command.Exit:
                Leave(packet, from);
                break;
        }
    }

    private bool MayReply(IPEndPoint from)
    {
        var standing = _context.AnswerLimits.IsReached(from) ? Standing.Answering : Standing.Unproved;
        if (_replies.TryTake(from.Address, standing, _context.Now))
            return true;
        _context.Counters.Withheld++;
        return false;
    }

    // Only the answer to an entry shows that its member receives at this address: anybody can send one without (R117).
    private void OnAnswer(in Packet packet, IPEndPoint from)
    {
        if (Learn(packet, from) is null)
            return;
        if (_context.AnswerLimits.AwaitsEntryAnswer(from))
        {
            if (_context.Roster.At(from) is { } member)
            {
                member.HasAnsweredEntry = true;
                _context.Roster.OnProof(from);
            }
            if (_context.AnswerLimits.WasAsked(from))
                _announcer.OnAnswered(from);
            _context.AnswerLimits.Release(from);
        }
        _iptux.OnAnswer(from);
    }

    /// <returns>The names of the member; null when the packet is ignored.</returns>
    private NameKey? Learn(in Packet packet, IPEndPoint from)
    {
        var dialect = ClientDialects.Of(packet);
        var entry = Read(packet, dialect, from);
        if (_context.Presence.IsSelf(entry.User, entry.Host))
            return null;
        var status = EntryFlagRules.Status(packet.EntryFlags);
        // A client with a fingerprint in its name announces encryption. Without it, the name is forged (R30).
        if (_context.Settings.EnforcesFingerprints && (status & EntryFlags.CanEncrypt) == 0 && FingerprintName.IsMatch(entry.User))
            return null;
        _places.Learn(entry, status, dialect, from);
        if (_context.EntryObserver is { } observer && _context.Roster.At(from) is { } member)
            observer.OnEntry(member, packet);
        return new NameKey(entry.User, entry.Host);
    }

    // The observed encoding belongs to the member, which may have moved. Another member may have been at this endpoint before (R26, R99).
    private EntryPayload Read(in Packet packet, ClientDialect dialect, IPEndPoint from)
    {
        var roster = _context.Roster;
        if (roster.At(from) is { } there && Read(packet, dialect, there) is { } unmoved)
            return unmoved;
        var unknown = EntryPayload.Read(packet, _context.Settings.Codec, dialect, ObservedEncoding.Unknown);
        var known = roster.FindByName(unknown.User, unknown.Host) ?? roster.FindByNames(packet);
        return known is not null && Read(packet, dialect, known) is { } moved ? moved : unknown;
    }

    /// <returns>The entry as that member writes it; null when the names are not those of the member.</returns>
    private EntryPayload? Read(in Packet packet, ClientDialect dialect, Member member)
    {
        var entry = EntryPayload.Read(packet, _context.Settings.Codec, dialect, member.ObservedEncoding);
        return ReferenceEquals(member, _context.Roster.FindByName(entry.User, entry.Host)) ? entry : null;
    }

    // The member at that address leaves; the names in the packet are ignored (R25). Anybody can send the packet in its name (R123).
    private void Leave(in Packet packet, IPEndPoint from)
    {
        _answers.Forget(from);
        if (_context.Roster.At(from) is { } member)
        {
            _context.Reentries.OnExit(from, member.HasAnswered || _context.Roster.IsPinned(member));
            if (_exits.Handle(packet, member))
                return;
            _context.Roster.Remove(member);
        }
        _announcer.OnExit(from);
    }
}
