using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Contacts;

/// <summary>The contacts of a node, and which members they are. Thread-safe.</summary>
internal sealed class NodeContacts : IDisposable
{
    private const int IntervalMs = 30_000;

    private readonly NodeMembers _members;
    private readonly NodeKeys _keys;
    private readonly NodeServices _services;
    private readonly ContactHosts _hosts;
    private readonly MemberDriver _driver;
    private readonly object _asking = new();
    private readonly Timer _timer;
    private HashSet<IPEndPoint> _places = [];

    internal NodeContacts(MemberDriver driver, NodeMembers members, NodeKeys keys, NodeServices services)
    {
        _driver = driver;
        _members = members;
        _keys = keys;
        _services = services;
        _hosts = new ContactHosts(services.LookUpHost);
        Files = new ContactFiles(services.Options.ContactPaths);
        _timer = new Timer(_ => driver.Guard(Follow), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>The contact files.</summary>
    internal ContactFiles Files { get; }

    /// <summary>Starts to read the files regularly, and to have the addresses of contacts asked (R131).</summary>
    internal void Open()
    {
        if (Files.Paths.Count == 0)
            return;
        Follow();
        _timer.Change(IntervalMs, IntervalMs);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>
    /// Gives the machine the addresses of the contacts of now. Names of hosts are looked up in the background, and follow later.
    /// </summary>
    internal void Follow()
    {
        var book = Read();
        SetPlaces(book);
        var search = LookUpHosts(book.All);
        if (!search.IsCompleted)
            search.ContinueWith(_ => _driver.Guard(() => SetPlaces(book)), TaskScheduler.Default);
    }

    private void SetPlaces(ContactBook book)
    {
        lock (_asking)
        {
            var places = new HashSet<IPEndPoint>(book.All.SelectMany(PlacesOf));
            if (places.SetEquals(_places))
                return;
            _places = places;
            using var access = _driver.Resume();
            if (access.IsAlive)
                access.Machine.Contacts(NodeClock.Now).Set(places);
        }
    }

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
