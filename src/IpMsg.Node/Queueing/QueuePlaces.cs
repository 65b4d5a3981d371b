using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Node.Contacts;
using IpMsg.Node.Storage.Queue;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node.Queueing;

/// <summary>Says who a recipient is, and finds where it is now. Thread-safe.</summary>
internal sealed class QueuePlaces(NodeMembers members, NodeKeys keys, NodeContacts contacts)
{
    /// <summary>
    /// The recipient of a message. What is known of its key goes with it: a stranger that takes its name gets nothing.
    /// </summary>
    /// <param name="name">The name for display.</param>
    /// <param name="contact">The contact that was meant; null when it was named otherwise.</param>
    /// <param name="names">User and host name, with or without a fingerprint; null when they are not known.</param>
    /// <param name="place">Its last endpoint; null when it is not known.</param>
    internal QueueRecipient Identify(string name, Contact? contact, (string User, string Host)? names, IPEndPoint? place)
    {
        string? user = names?.User ?? contact?.UserName, host = names?.Host ?? contact?.HostName;
        var key = user is not null && host is not null ? keys.Find(user, host) : OnlyKeyOf(user, host);
        return new QueueRecipient(name)
        {
            Contact = contact?.Name,
            UserName = user is null ? key?.UserName : FingerprintName.Bare(user),
            HostName = host ?? key?.HostName,
            Fingerprint = contact?.Fingerprint ?? key?.Key.Fingerprint.ToString()
                ?? (user is null ? null : FingerprintName.Read(user)?.ToLowerInvariant()),
            Place = place,
        };
    }

    /// <summary>The members that the recipient is, wherever they are.</summary>
    internal IReadOnlyList<Member> MembersOf(QueueRecipient to) => [.. members.GetAll().Where(each => IsOf(to, each))];

    /// <summary>True when a member is the recipient: by its names and its key, or by its address when only that is known.</summary>
    internal bool IsOf(QueueRecipient to, Member member) =>
        HasNamesOf(to, member) && (!to.HasNames || to.Fingerprint is null || HasKey(to.Fingerprint, member));

    /// <summary>True when a member has the names of the recipient, or its address when only that is known. Proves nothing.</summary>
    internal static bool HasNamesOf(QueueRecipient to, Member member) => to.HasNames
        ? (to.UserName is null || Same(to.UserName, FingerprintName.Bare(member.UserName)))
            && (to.HostName is null || Same(to.HostName, member.HostName))
        : member.EndPoint.Equals(to.Place);

    /// <summary>
    /// The member that the recipient is and that has sent a packet lately; null when none is present, or when several are and nothing tells
    /// which one is meant.
    /// </summary>
    internal Member? Present(QueueRecipient to) =>
        Only(MembersOf(to).Where(static each => each is { IsFromHostList: false, IsDoubtful: false }));

    /// <summary>Sends an entry to the places at which the recipient may be. Its answer shows that it is there.</summary>
    internal void Ask(QueueRecipient to)
    {
        var places = new HashSet<IPEndPoint>(MembersOf(to).Select(static each => each.EndPoint));
        if (to.Place is { } last)
            places.Add(last);
        if (to.Contact is { } name && contacts.Read().Find(name) is { } contact)
            places.UnionWith(contacts.PlacesOf(contact));
        foreach (var each in places)
            members.Introduce(each);
    }

    // A recipient of which only one name is known is the owner of the only key under it.
    private KnownKey? OnlyKeyOf(string? user, string? host) => user is null && host is null ? null : Only(keys.GetAll()
        .Where(each => (user is null || Same(each.UserName, FingerprintName.Bare(user))) && (host is null || Same(each.HostName, host))));

    private static T? Only<T>(IEnumerable<T> all) where T : class
    {
        var first = all.Take(2).ToList();
        return first.Count == 1 ? first[0] : null;
    }

    // The name has the fingerprint of the key, and R61 has a key of another fingerprint ignored. A client with a short key has none in its
    // name; then the pinned key decides.
    private bool HasKey(string fingerprint, Member member)
    {
        string? pinned = keys.Find(member.UserName, member.HostName)?.Key.Fingerprint.ToString();
        return FingerprintName.Read(member.UserName) is { } named
            ? Same(fingerprint, named) && (pinned is null || Same(fingerprint, pinned))
            : Same(fingerprint, pinned);
    }

    private static bool Same(string left, string? right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
