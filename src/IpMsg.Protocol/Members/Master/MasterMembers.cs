using System.Collections.Generic;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// Brings the list of a master into the roster. Its members are hearsay until they answer (R120), and few of a long list are asked before
/// the user has something for them (R132).
/// </summary>
internal sealed class MasterMembers(MemberContext context, ListedEntries entries, ListedMembers listed)
{
    // A member that has just sent an entry is there, whatever a list says.
    private const int RecentMs = 10_000;

    /// <summary>The maximum number of members of the list that are asked before the user has something for them.</summary>
    internal const int MaxAsked = 128;

    private readonly HashSet<NameKey> _asked = [];

    /// <summary>Adds the members of a list, and removes those that are gone.</summary>
    /// <param name="hosts">The members.</param>
    /// <param name="total">The number of members in the whole list, of which some are asked; null to ask nobody.</param>
    internal void Apply(IReadOnlyList<HostListEntry> hosts, int? total)
    {
        var asked = new List<HostListEntry>();
        foreach (var host in hosts)
        {
            var names = new NameKey(host.User, host.Host);
            bool isKnown = context.Roster.Has(names);
            if (host.IsGone)
                Remove(names);
            else if (entries.TryAdd(host) && !isKnown && total is { } all && IsAsked(host, names, all))
                asked.Add(host);
        }
        listed.Ask(asked);
    }

    /// <summary>Removes the members that the list lacks now.</summary>
    internal void Remove(IEnumerable<NameKey> gone)
    {
        foreach (var names in gone)
            Remove(names);
    }

    // Chance spreads the questions: otherwise everybody asks those at the beginning of the list, and everybody each newcomer.
    private bool IsAsked(HostListEntry host, NameKey names, int total) =>
        context.Roster.At(host.EndPoint) is { IsFromHostList: true }
        && (_asked.Contains(names)
            || _asked.Count < MaxAsked && (total <= MaxAsked || context.Random.Next(0, total) < MaxAsked) && _asked.Add(names));

    private void Remove(NameKey names)
    {
        _asked.Remove(names);
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
