using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>Handles IPMSG_BR_ENTRY, IPMSG_ANSENTRY, IPMSG_BR_ABSENCE and IPMSG_BR_EXIT (R22 to R32).</summary>
internal sealed class EntryHandler : PacketHandler
{
    private readonly MemberContext _context;
    private readonly EntryReplyQueue _answers;
    private readonly Announcer _announcer;

    internal EntryHandler(MemberContext context, EntryReplyQueue answers, Announcer announcer)
    {
        _context = context;
        _answers = answers;
        _announcer = announcer;
    }

    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        switch (packet.Command)
        {
            case Command.Entry:
                if (Learn(packet, from) is { } name)
                {
                    _context.Reentries.OnEntry(from);
                    _announcer.OnEntry(from);
                    var status = packet.EntryFlags & EntryFlagRules.Status(packet.EntryFlags);
                    _answers.Add(from, (status & EntryFlags.CanUtf8) != 0, name);
                }
                break;
            case Command.AnswerEntry:
            case Command.Absence:
                Learn(packet, from);
                break;
            case Command.Exit:
                Leave(from);
                break;
        }
    }

    /// <returns>The names of the member; null when the packet is ignored.</returns>
    private NameKey? Learn(in Packet packet, IPEndPoint from)
    {
        var dialect = ClientDialects.Of(packet);
        var there = _context.Roster.At(from);
        var entry = EntryPayload.Read(packet, _context.Settings.Codec, dialect, there?.ObservedEncoding ?? ObservedEncoding.Unknown);
        // The observed encoding belongs to another member that had this endpoint before (R26, R99).
        if (there is not null && !ReferenceEquals(there, _context.Roster.FindByName(entry.User, entry.Host)))
            entry = EntryPayload.Read(packet, _context.Settings.Codec, dialect, ObservedEncoding.Unknown);
        if (_context.Presence.IsSelf(entry.User, entry.Host))
            return null;
        var status = EntryFlagRules.Status(packet.EntryFlags);
        // A client with a fingerprint in its name announces encryption. Without it, the name is forged (R30).
        if (_context.Settings.EnforcesFingerprints && (status & EntryFlags.CanEncrypt) == 0 && FingerprintName.IsMatch(entry.User))
            return null;
        _context.Roster.Update(entry, status, dialect, from, isFromHostList: false);
        return new NameKey(entry.User, entry.Host);
    }

    // The member at that address leaves; the names in the packet are ignored (R25).
    private void Leave(IPEndPoint from)
    {
        _answers.Forget(from);
        if (_context.Roster.At(from) is not { } member)
            return;
        _context.Reentries.OnExit(from);
        _context.Roster.Remove(member);
    }
}
