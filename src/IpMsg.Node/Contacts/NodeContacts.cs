using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Contacts;

/// <summary>The contacts of a node, and which members they are. Thread-safe.</summary>
internal sealed class NodeContacts
{
    private readonly NodeMembers _members;
    private readonly NodeKeys _keys;
    private readonly NodeServices _services;
    private readonly ContactHosts _hosts;

    internal NodeContacts(NodeMembers members, NodeKeys keys, NodeServices services)
    {
        _members = members;
        _keys = keys;
        _services = services;
        _hosts = new ContactHosts(services.LookUpHost);
        Files = new ContactFiles(services.Options.ContactPaths);
    }

    /// <summary>The contact files.</summary>
    internal ContactFiles Files { get; }

    /// <summary>The contacts of now. A file that cannot be used is a problem of the node.</summary>
    internal ContactBook Read()
    {
        var book = Files.Read();
        _services.Problems.Report(NodePart.Contacts, this, book.Failures.Count > 0 ? book.Failures[0] : null);
        return book;
    }

    /// <summary>The contacts that a member is.</summary>
    internal IEnumerable<Contact> Of(ContactBook book, Member member) =>
        book.Of(member.UserName, member.HostName, member.EndPoint, contact => HasKeyOf(contact, member), AddressesOf);

    /// <summary>The known members that are a contact.</summary>
    internal IReadOnlyList<Member> MembersOf(Contact contact)
    {
        var book = new ContactBook([contact]);
        return [.. _members.GetAll().Where(each => Of(book, each).Any())];
    }

    /// <summary>The fingerprint of the pinned key of a member; null without one.</summary>
    internal string? PinnedFingerprint(string user, string host) => _keys.Find(user, host)?.Key.Fingerprint.ToString();

    /// <summary>The IP addresses of a host name, as far as they are known.</summary>
    internal IReadOnlyList<IPAddress> AddressesOf(string host) => _hosts.Find(host);

    /// <summary>
    /// The endpoints at which a contact may be by its fixed addresses: each address at its port, or at those where members are expected
    /// (R114). Names of hosts count as far as their addresses are known.
    /// </summary>
    internal IReadOnlyList<IPEndPoint> PlacesOf(Contact contact)
    {
        var places = new List<IPEndPoint>();
        foreach (var place in contact.Places)
        {
            foreach (var address in place.Address is { } fixedAddress ? [fixedAddress] : AddressesOf(place.Host))
                places.AddRange(_services.PlacesAt(address, place.Port));
        }
        return [.. places.Distinct()];
    }

    /// <summary>Looks up the names of hosts among the addresses of contacts. Ends when that is done.</summary>
    internal Task LookUpHosts(IEnumerable<Contact> contacts) =>
        _hosts.LookUp(contacts
            .SelectMany(static each => each.Places)
            .Where(static each => each.Address is null)
            .Select(static each => each.Host));

    // The name has the fingerprint of the key, and R61 has a key of another fingerprint ignored. A client with a short key has none in its
    // name; then the pinned key decides.
    private bool HasKeyOf(Contact contact, Member member)
    {
        string? pinned = PinnedFingerprint(member.UserName, member.HostName);
        bool isPinned = contact.Fingerprint!.Equals(pinned, StringComparison.OrdinalIgnoreCase);
        return FingerprintName.Read(member.UserName) is { } named
            ? contact.Fingerprint.Equals(named, StringComparison.OrdinalIgnoreCase) && (pinned is null || isPinned)
            : isPinned;
    }
}
