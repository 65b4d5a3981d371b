using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>Brings the entries of a list into the roster, unless they are about this member, about everybody, or false (R35).</summary>
internal sealed class ListedEntries(MemberContext context)
{
    /// <summary>Adds a member, or removes one that is gone. True when the entry names a member that is there.</summary>
    internal bool TryAdd(HostListEntry entry)
    {
        // Entries get a packet, so broadcast addresses are excluded (R26). A broadcast destination with a known member is a single machine
        // that the user gave.
        bool isEverybody = context.Targets.Contains(entry.EndPoint) && context.Roster.At(entry.EndPoint) is null;
        if (context.Presence.IsSelf(entry.User, entry.Host) || !context.IsOneMachine(entry.EndPoint) || isEverybody)
            return false;
        bool isFalse = context.Settings.EnforcesFingerprints
            && (entry.Status & EntryFlags.CanEncrypt) == 0
            && FingerprintName.IsMatch(entry.User);
        if (isFalse)
            return false;
        if (entry.IsGone)
        {
            if (context.Roster.FindByName(entry.User, entry.Host) is { IsFromHostList: true } gone)
                context.Roster.Remove(gone);
            return false;
        }
        context.Roster.Update(EntryPayload.OfListEntry(entry), entry.Status, ClientDialect.Standard, entry.EndPoint, isFromHostList: true);
        return true;
    }
}
