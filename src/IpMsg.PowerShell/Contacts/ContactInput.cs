using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Contacts;

/// <summary>
/// What an object says about a contact: a contact all of it, a member or message only who it is, and the row of a table what its columns
/// have. Properties that it lacks, and empty cells, say nothing.
/// </summary>
internal sealed class ContactInput
{
    private const string TypeName = "IpMsg.PowerShell.IpMsgContact";

    private readonly PSObject? _from;
    private readonly bool _isMember;

    /// <exception cref="IpMsgException">The object is nothing that says who a contact is.</exception>
    internal ContactInput(object? value)
    {
        if (value is null)
            return;
        var given = PSObject.AsPSObject(value);
        if (given.BaseObject is string name)
        {
            Name = name;
            return;
        }
        _from = Column(given, "From") is PSObject or IpMsgSender ? PSObject.AsPSObject(Column(given, "From")) : given;
        Name = Text("Name") ?? Text("Alias");
        // The address and the fingerprint of a member are as of now; a contact has them only when the user decides so.
        _isMember = Name is null && Text("NickName") is not null;
        Name ??= Text("NickName");
        if (Name is null && Text("UserName") is null && Text("HostName") is null && Text("Address") is null && Text("Addresses") is null)
        {
            throw new IpMsgException(IpMsgErrorId.InputNotSupported,
                "An object of type " + given.TypeNames[0] + " does not say who a contact is.", value,
                "Pipe members, messages, contacts, names, or the rows of a table with a column Name.");
        }
    }

    /// <summary>The name of the contact; null when the object has none.</summary>
    internal string? Name { get; }

    /// <summary>A former contact with what the object says.</summary>
    /// <exception cref="IpMsgException">A column has a value that cannot be.</exception>
    internal Contact ApplyTo(Contact contact)
    {
        if (_from is null)
            return contact;
        contact = contact with { UserName = Text("UserName") ?? contact.UserName, HostName = Text("HostName") ?? contact.HostName };
        return _isMember ? contact : contact with
        {
            Addresses = List("Addresses") ?? List("Address") ?? contact.Addresses,
            Groups = List("Groups") ?? List("Group") ?? contact.Groups,
            Encoding = Text("Encoding") ?? contact.Encoding,
            Encryption = Policy() ?? contact.Encryption,
            Fingerprint = (Text("Fingerprint") ?? contact.Fingerprint)?.ToLowerInvariant(),
            Note = Text("Note") ?? Text("Comment") ?? contact.Note,
        };
    }

    /// <summary>The contact that an object of Get-IpMsgContact is, also a deserialized one; null for other objects.</summary>
    internal static Contact? Read(object? value)
    {
        var given = value is null ? null : PSObject.AsPSObject(value);
        return given?.BaseObject is IpMsgContact live ? live.Contact
            : given is { TypeNames.Count: > 0 } && given.TypeNames[0] == "Deserialized." + TypeName && new ContactInput(given) is var read
            ? read.ApplyTo(new Contact(read.Name ?? "")) : null;
    }

    /// <summary>The name of the contact that an object of Get-IpMsgContact is, with wildcard characters escaped; null for others.</summary>
    internal static string? PatternOf(object? value) => Read(value) is { } contact ? WildcardPattern.Escape(contact.Name) : null;

    private static object? Column(PSObject from, string name) => from.Properties[name]?.Value;

    private string? Text(string name) => Column(_from!, name)?.ToString() is { } text && text.Trim().Length > 0 ? text.Trim() : null;

    // A cell has its elements one after the other.
    private List<string>? List(string name) => Column(_from!, name) switch
    {
        null => null,
        PSObject { BaseObject: IEnumerable several and not string } => Elements(several),
        IEnumerable several and not string => Elements(several),
        var one when one.ToString() is { } text && text.Trim().Length > 0 =>
            [.. text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries).Select(static each => each.Trim())
                .Where(static each => each.Length > 0)],
        _ => null,
    };

    private static List<string> Elements(IEnumerable several) => [.. several.Cast<object?>().Select(static each => each?.ToString() ?? "")];

    private EncryptionPolicy? Policy() => Text("Encryption") is not { } text ? null
        : Enum.GetNames(typeof(EncryptionPolicy)).FirstOrDefault(each => each.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? (EncryptionPolicy)Enum.Parse(typeof(EncryptionPolicy), name)
        : throw new IpMsgException(IpMsgErrorId.InvalidContact, "'" + text + "' is no encryption of a contact.", _from,
            "Give Auto, Required, Verified or Off.");
}
