using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Contacts;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Resolves names of contacts and of their groups, before names of the network are searched.</summary>
/// <param name="names">The contacts.</param>
/// <param name="node">The node that knows the members.</param>
/// <param name="cmdlet">Writes verbose lines and warnings.</param>
internal sealed class ContactRecipients(ContactNames names, MemberNode node, Cmdlet cmdlet)
{
    private const int MaxNamed = 5;

    /// <summary>The contact that a value means: an object of Get-IpMsgContact, or a name. Null for anything else.</summary>
    internal Contact? Find(object value) => ContactInput.Read(value)
        ?? (TextOf(value) is { } text ? names.Book.Find(WildcardPattern.Unescape(text)) : null);

    /// <summary>
    /// The contacts of a group as objects of their own, so that each has its own error; the value itself when it is no group.
    /// </summary>
    internal IReadOnlyList<object> Expand(object value)
    {
        if (Find(value) is not null || TextOf(value) is not { } text)
            return [value];
        var group = names.Book.InGroup(WildcardPattern.Unescape(text)).ToList();
        if (group.Count == 0)
            return [value];
        cmdlet.WriteVerbose(SafeText.Line("'" + text + "' is a group of " + group.Count + (group.Count == 1 ? " contact." : " contacts.")));
        return [.. group.Select(static each => new IpMsgContact(each, null))];
    }

    /// <summary>The error of a file whose names are not known, for a name that may be one of them.</summary>
    /// <exception cref="IpMsgException">There is such a file.</exception>
    internal void RequireNames()
    {
        if (names.Book.Unknown is { } failure)
            throw failure;
    }

    /// <summary>The members that a contact is, those with the pinned key alone when others have its names.</summary>
    internal Member[] MembersOf(Contact contact)
    {
        var members = names.MembersOf(contact).ToArray();
        var pinned = Array.FindAll(members,
            each => node.Keys.Find(each.UserName, each.HostName) is { } key && !key.IsInDoubtFor(each.UserName));
        return pinned.Length > 0 ? pinned : members;
    }

    /// <summary>Says who is meant, and warns when others have the name.</summary>
    internal void Tell(Contact contact, Recipient recipient)
    {
        string file = contact.File.Length > 0 ? " of " + contact.File : "";
        cmdlet.WriteVerbose(SafeText.Line(
            "'" + contact.Name + "' is the contact " + contact.Identity + file + ", now at " + recipient.EndPoint + "."));
        var strangers = names.Book.Find(contact.Name) is null ? [] : node.Members.GetAll()
            .Where(each => each.NickName.Equals(contact.Name, StringComparison.OrdinalIgnoreCase)
                && !each.EndPoint.Equals(recipient.EndPoint)
                && !names.MembersOf(contact).Contains(each)).ToList();
        if (strangers.Count == 0)
            return;
        string more = strangers.Count > MaxNamed ? "; …" : "";
        cmdlet.WriteWarning(SafeText.Line("'" + contact.Name + "' is also the name of "
            + string.Join("; ", strangers.Take(MaxNamed).Select(static each => each.ToString())) + more
            + ". Meant is the contact: " + contact.Identity + " at " + recipient.EndPoint + "."));
    }

    /// <summary>The error for a contact whose member is not present.</summary>
    internal IpMsgException NotPresent(Contact contact)
    {
        bool hasOther = contact.Fingerprint is not null && names.MembersOf(contact with { Fingerprint = null }).Count > 0;
        string text = "The contact '" + contact.Name + "' (" + contact.Identity + ") is not present."
            + (hasOther ? " A member with these names is there, and its key is not the one of the contact."
            : contact.Addresses.Count > 0 ? " Nobody with these names answers at " + string.Join(", ", contact.Addresses) + "." : "");
        string name = Completions.QuoteLiteral(contact.Name);
        return new IpMsgException(IpMsgErrorId.ContactNotPresent, SafeText.Line(text), new IpMsgContact(contact, []), hasOther
            ? "Compare the key with its owner: Get-IpMsgContact " + name + " | Format-List shows the fingerprint of the contact."
            : contact.Addresses.Count > 0
            ? "Get-IpMsgMember -Refresh asks again. To write to the address, whoever is there: Send-IpMsg " + contact.Addresses[0]
            : "Send-IpMsg " + name + " -Queue sends it when the member appears. For one beyond the own networks: Set-IpMsgContact "
                + name + " -Address 10.2.0.7");
    }

    private static string? TextOf(object value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) is string text && text.Trim().Length > 0 ? text.Trim() : null;
}
