using System.Collections.Generic;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>Brings the list of a master into the roster. Its members are hearsay until they answer (R120).</summary>
internal sealed class MasterMembers(MemberContext context, ListedEntries entries, ListedMembers listed)
{
    // A member that has just sent an entry is there, whatever a list says.
    private const int RecentMs = 10_000;

    /// <summary>Adds the members of a list, and removes those that are gone.</summary>
    /// <param name="hosts">The members.</param>
    /// <param name="asks">True to ask the new ones for an answer.</param>
    internal void Apply(IReadOnlyList<HostListEntry> hosts, bool asks)
    {
        var added = new List<HostListEntry>();
        foreach (var host in hosts)
        {
            if (host.IsGone)
                Remove(context.Roster.FindByName(host.User, host.Host));
            else if (entries.TryAdd(host))
                added.Add(host);
        }
        if (asks)
            listed.Ask(added);
    }

    /// <summary>Removes the members that the list lacks now.</summary>
    internal void Remove(IEnumerable<NameKey> gone)
    {
        foreach (var names in gone)
            Remove(context.Roster.Find(names));
    }

    // A list says nothing about members of the own networks, which this member sees itself.
    private void Remove(Member? member)
    {
        if (member is null)
            return;
        bool isSilent = context.Now.Milliseconds - member.LastEntry.Milliseconds >= RecentMs;
        if (member.IsFromHostList || isSilent && !context.IsInOwnNetwork(member.EndPoint.Address))
            context.Roster.Remove(member);
    }
}
