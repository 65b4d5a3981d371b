using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;


namespace IpMsg.Node.Contacts;

/// <summary>All contacts at one time. A contact hides those of the same name in later files.</summary>
internal sealed class ContactBook
{
    private readonly Dictionary<string, Contact> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, Contact> _byGroup;
    private readonly ILookup<string, Contact> _byUser;
    private readonly ILookup<string, Contact> _byHost;
    private readonly List<Contact> _byAddress;

    /// <param name="contacts">The contacts of all files, those of the first file first.</param>
    internal ContactBook(IEnumerable<Contact> contacts)
    {
        var all = new List<Contact>();
        foreach (var contact in contacts)
        {
            if (_byName.ContainsKey(contact.Name))
                continue;
            _byName.Add(contact.Name, contact);
            all.Add(contact);
        }
        all.Sort(static (left, right) => StringComparer.OrdinalIgnoreCase.Compare(left.Name, right.Name));
        All = all;
        _byGroup = all.SelectMany(static each => each.Groups.Select(group => (group, each)))
            .ToLookup(static pair => pair.group, static pair => pair.each, StringComparer.OrdinalIgnoreCase);
        _byUser = all.Where(static each => each.UserName is not null)
            .ToLookup(static each => each.UserName!, StringComparer.OrdinalIgnoreCase);
        _byHost = all.Where(static each => each is { UserName: null, HostName: not null })
            .ToLookup(static each => each.HostName!, StringComparer.OrdinalIgnoreCase);
        _byAddress = all.FindAll(static each => !each.HasIdentity);
    }

    /// <summary>No contacts.</summary>
    internal static ContactBook Empty { get; } = new([]);

    /// <summary>The contacts, by name.</summary>
    internal IReadOnlyList<Contact> All { get; }

    /// <summary>The files that cannot be used now. Of one that could be used before, the contacts of then count.</summary>
    internal IReadOnlyList<IpMsgException> Failures { get; init; } = [];

    /// <summary>
    /// The error of a file that could never be used; null without one. Its names are unknown, so a stranger could pass for one of them.
    /// </summary>
    internal IpMsgException? Unknown { get; init; }

    /// <summary>The names of the groups of one's own, as the first contact writes each.</summary>
    internal IEnumerable<string> GroupNames => _byGroup.Select(static each => each.Key);

    /// <summary>The contact of a name; null without one.</summary>
    internal Contact? Find(string name) => _byName.TryGetValue(name, out var contact) ? contact : null;

    /// <summary>The contacts in a group of one's own. A contact of the same name takes precedence where one is meant.</summary>
    internal IEnumerable<Contact> InGroup(string group) => _byGroup[group];

    /// <summary>The contacts that somebody is.</summary>
    /// <param name="user">The user name, with or without a fingerprint; empty for none.</param>
    /// <param name="host">The host name.</param>
    /// <param name="place">Address and port.</param>
    /// <param name="hasKeyOf">True when its key has the fingerprint of a contact.</param>
    /// <param name="addressesOf">The IP addresses of a host name as far as they are known.</param>
    internal IEnumerable<Contact> Of(
        string user, string host, IPEndPoint place, Func<Contact, bool> hasKeyOf, Func<string, IReadOnlyList<IPAddress>> addressesOf)
    {
        if (All.Count == 0)
            yield break;
        foreach (var contact in _byUser[FingerprintName.Bare(user)].Concat(_byHost[host]))
        {
            bool isHost = contact.HostName is null || contact.HostName.Equals(host, StringComparison.OrdinalIgnoreCase);
            if (isHost && (contact.Fingerprint is null || hasKeyOf(contact)))
                yield return contact;
        }
        foreach (var contact in _byAddress)
        {
            bool isThere = contact.Places.Any(each => each.Address is not null
                ? each.Includes(place)
                : addressesOf(each.Host).Any(address => each.Includes(address, place)));
            if (isThere && (contact.Fingerprint is null || hasKeyOf(contact)))
                yield return contact;
        }
    }
}
