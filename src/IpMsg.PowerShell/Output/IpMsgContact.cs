using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell;

/// <summary>A contact: a name of one's own for a member, and what was decided about it.</summary>
public sealed class IpMsgContact : IComparable<IpMsgContact>, IComparable, IEquatable<IpMsgContact>
{
    internal IpMsgContact(Contact contact, IReadOnlyList<IpMsgMember>? members)
    {
        Contact = contact;
        Members = members ?? [];
        IsPresent = members is null ? null : members.Count > 0;
    }

    internal Contact Contact { get; }

    /// <summary>The name.</summary>
    public string Name => Contact.Name;

    /// <summary>True when a member of the listener is the contact; null without a listener.</summary>
    public bool? IsPresent { get; }

    /// <summary>The IPMsg user name; null when any user is meant.</summary>
    public string? UserName => Contact.UserName;

    /// <summary>The IPMsg host name; null when any host is meant.</summary>
    public string? HostName => Contact.HostName;

    /// <summary>The fixed addresses: IP addresses and names of hosts, with or without a port.</summary>
    public string[] Addresses => [.. Contact.Addresses];

    /// <summary>Groups of one's own.</summary>
    public string[] Groups => [.. Contact.Groups];

    /// <summary>The encoding of texts to a client without UTF-8; null for that of the listener.</summary>
    public string? Encoding => Contact.Encoding;

    /// <summary>
    /// When messages to the contact are encrypted, a name of <see cref="EncryptionPolicy"/>; null as the listener does.
    /// </summary>
    public string? Encryption => Contact.Encryption?.ToString();

    /// <summary>The fingerprint of the only key that the contact can have; null when any key is accepted.</summary>
    public string? Fingerprint => Contact.Fingerprint;

    /// <summary>A note for people.</summary>
    public string? Note => Contact.Note;

    /// <summary>The nickname of the member that is the contact now; null without one.</summary>
    public string? NickName => Now?.NickName;

    /// <summary>The group of the member that is the contact now; null without one.</summary>
    public string? GroupName => Now?.GroupName;

    /// <summary>Address and port of the member that is the contact now; null without one.</summary>
    public string? EndPoint => Now?.EndPoint;

    /// <summary>When the member that is the contact now was last heard of; null without one.</summary>
    public DateTimeOffset? LastSeen => Now?.LastSeen;

    /// <summary>The file that the contact is in.</summary>
    public string ContactPath => Contact.File;

    /// <summary>The members that are the contact now.</summary>
    internal IReadOnlyList<IpMsgMember> Members { get; }

    private IpMsgMember? Now => Members.Count > 0 ? Members[0] : null;

    /// <summary>By name.</summary>
    public int CompareTo(IpMsgContact? other) =>
        other is null ? 1 : string.Compare(Name, other.Name, StringComparison.CurrentCultureIgnoreCase);

    int IComparable.CompareTo(object? obj) => CompareTo(obj as IpMsgContact);

    /// <summary>Equal when name and file are.</summary>
    public bool Equals(IpMsgContact? other) => other is not null && ContactPath == other.ContactPath
        && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IpMsgContact);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => SafeText.Line(Name);

    /// <summary>The contact with the members that a listener knows.</summary>
    internal static IpMsgContact Of(Contact contact, IpMsgListener? listener) =>
        new(contact, listener?.Node.Contacts.MembersOf(contact).Select(static each => new IpMsgMember(each)).ToList());
}
