using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Node.Contacts;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Records;
using IpMsg.PowerShell.Runspaces;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// The names under which somebody is found: those of the network, and those of the contacts that it is. A name of the network that is the
/// name of a contact, or of a group of contacts, means the contact alone: anybody can take such a name.
/// </summary>
internal sealed class ContactNames
{
    private readonly ContactBook _book;
    private readonly NodeContacts? _node;

    private ContactNames(ContactBook book, NodeContacts? node) => (_book, _node) = (book, node);

    /// <summary>The contacts of now.</summary>
    internal ContactBook Book => _book;

    /// <summary>Those of a listener.</summary>
    internal static ContactNames Of(IpMsgListener listener) => new(listener.Node.Contacts.Read(), listener.Node.Contacts);

    /// <summary>Those of this runspace, for what needs no listener.</summary>
    internal static ContactNames OfRunspace() => new(ContactDefaults.Files(null).Read(), null);

    internal string[] NamesOf(Member member)
    {
        string user = FingerprintName.Bare(member.UserName);
        return Add(_book.All.Count == 0 ? [] : _node!.Of(_book, member), [member.NickName, user, member.UserName, member.HostName],
            [user + "@" + member.HostName, member.EndPoint.Address.ToString(), member.EndPoint.ToString()]);
    }

    /// <summary>The group of a member, unless that is the name of a group of contacts, and the groups of the contacts that it is.</summary>
    internal string[] GroupsOf(Member member)
    {
        var own = _book.All.Count == 0 ? [] : _node!.Of(_book, member);
        bool isTaken = _book.InGroup(member.GroupName).Any();
        return [.. isTaken ? [] : new[] { member.GroupName }, .. own.SelectMany(static each => each.Groups)];
    }

    /// <summary>The names of the sender of a message. Only a valid signature shows the key of a sender.</summary>
    internal string[] NamesOf(IpMsgMessage message)
    {
        var from = message.From;
        var contacts = Of(message.Message.User, from.HostName, from.Source, contact =>
            message.Signature == nameof(SignatureStatus.Valid) && contact.Fingerprint!.Equals(
                from.Fingerprint ?? _node?.PinnedFingerprint(from.UserName, from.HostName), StringComparison.OrdinalIgnoreCase));
        return Add(contacts, [from.NickName, from.UserName, from.HostName],
            [from.UserName + "@" + from.HostName, from.Address, from.EndPoint]);
    }

    /// <summary>The names of the other side of a message in the history.</summary>
    internal string[] NamesOf(HistoryPeer peer)
    {
        var shown = new IpMsgHistoryPeer(peer);
        var contacts = Of(peer.User, peer.Host, PeerMapping.EndPoint(peer),
            contact => contact.Fingerprint!.Equals(shown.Fingerprint, StringComparison.OrdinalIgnoreCase));
        return Add(contacts, [peer.NickName, shown.UserName, peer.User, peer.Host],
            [shown.UserName + "@" + peer.Host, peer.Address, shown.EndPoint]);
    }

    /// <summary>The names of the owner of a key, but not of the members that have them now.</summary>
    internal string[] NamesOf(KnownKey key)
    {
        var contacts = Of(key.UserName, key.HostName, new IPEndPoint(IPAddress.None, 0),
            contact => contact.Fingerprint == key.Key.Fingerprint.ToString());
        return Add(contacts, [key.UserName, key.HostName], [KeyOwners.Text(key)]);
    }

    /// <summary>The members that a contact is.</summary>
    internal IReadOnlyList<Member> MembersOf(Contact contact) => _node!.MembersOf(contact);

    private IEnumerable<Contact> Of(string user, string host, IPEndPoint place, Func<Contact, bool> hasKeyOf) =>
        _book.Of(user, host, place, hasKeyOf, each => _node?.AddressesOf(each) ?? []);

    private string[] Add(IEnumerable<Contact> contacts, string[] claimed, string[] others)
    {
        if (_book.All.Count == 0)
            return [.. claimed, .. others];
        var own = contacts.ToList();
        var names = new List<string>(claimed.Where(each => !IsTaken(each, own)));
        names.AddRange(others);
        foreach (var contact in own)
        {
            names.Add(contact.Name);
            names.AddRange(contact.Groups);
        }
        return [.. names];
    }

    private bool IsTaken(string name, List<Contact> own) =>
        _book.Find(name) is { } contact ? !own.Exists(each => each.Name == contact.Name)
        : _book.InGroup(name).Any() && !own.Exists(each => each.IsIn(name));
}
