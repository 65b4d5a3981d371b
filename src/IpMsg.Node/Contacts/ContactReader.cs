using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Contacts.Json;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Contacts;

/// <summary>Reads contacts from JSON values. Properties that it does not know belong to later versions and are left alone.</summary>
/// <param name="text">The whole text, for the places of errors.</param>
internal sealed class ContactReader(string text)
{
    /// <summary>The version of the format. A file with a higher one has another meaning.</summary>
    internal const int Version = 1;

    /// <summary>The names of the properties of a contact, in the order in which they are written.</summary>
    internal static readonly string[] Properties =
        ["name", "userName", "hostName", "addresses", "groups", "encoding", "encryption", "fingerprint", "note"];

    /// <summary>Checks the version of a file, and returns the array of its contacts.</summary>
    /// <exception cref="JsonTextException">The file has another form.</exception>
    internal JsonValue ReadRoot(JsonValue root)
    {
        if (root.Kind != JsonKind.Object)
            throw Fail(root, "the file is no object with \"version\" and \"contacts\"");
        if (root.Find("version") is not { } version)
            throw Fail(root, "\"version\" is missing");
        if (version.Text != Version.ToString(System.Globalization.CultureInfo.InvariantCulture) || version.Kind != JsonKind.Number)
            throw Fail(version, "the version is " + version.Text + ", and this module reads version " + Version);
        if (root.Find("contacts") is not { Kind: JsonKind.Array } contacts)
            throw Fail(root.Find("contacts") ?? root, "\"contacts\" is no array, or is missing");
        return contacts.Items.Count <= ContactRules.MaxContacts ? contacts
            : throw Fail(contacts, "there are more than " + ContactRules.MaxContacts + " contacts");
    }

    /// <summary>Reads a contact.</summary>
    /// <exception cref="JsonTextException">A property has a value that cannot be.</exception>
    internal Contact Read(JsonValue value)
    {
        if (value.Kind != JsonKind.Object)
            throw Fail(value, "a contact is no object");
        var contact = new Contact(Text(value, "name", ContactRules.FlawOfName) ?? throw Fail(value, "the contact has no \"name\""))
        {
            UserName = Text(value, "userName", ContactRules.FlawOfMemberName),
            HostName = Text(value, "hostName", ContactRules.FlawOfMemberName),
            Addresses = Texts(value, "addresses", ContactRules.FlawOfAddress),
            Groups = Texts(value, "groups", ContactRules.FlawOfName),
            Encoding = Text(value, "encoding", ContactRules.FlawOfEncoding),
            Encryption = Policy(value),
            Fingerprint = Text(value, "fingerprint", ContactRules.FlawOfFingerprint),
            Note = Text(value, "note", ContactRules.FlawOfNote),
        };
        return ContactRules.FlawOf(contact) is { } flaw ? throw Fail(value, "the contact '" + contact.Name + "' " + flaw) : contact;
    }

    /// <summary>The error for a value.</summary>
    internal JsonTextException Fail(JsonValue value, string problem) => new(text, value.Start, problem);

    private string? Text(JsonValue contact, string name, Func<string, string?> flawOf) =>
        contact.Find(name) is { } value && !IsNull(value) ? Content(value, "\"" + name + "\"", flawOf) : null;

    private string Content(JsonValue value, string what, Func<string, string?> flawOf)
    {
        if (value.Kind != JsonKind.String)
            throw Fail(value, what + " is no text");
        return flawOf(value.Text) is { } flaw ? throw Fail(value, what + " '" + SafeText.Line(value.Text) + "' " + flaw) : value.Text;
    }

    private IReadOnlyList<string> Texts(JsonValue contact, string name, Func<string, string?> flawOf)
    {
        if (contact.Find(name) is not { } value || IsNull(value))
            return [];
        if (value.Kind != JsonKind.Array)
            throw Fail(value, "\"" + name + "\" is no array");
        return [.. value.Items.Select(each => Content(each, "an element of \"" + name + "\",", flawOf))];
    }

    private EncryptionPolicy? Policy(JsonValue contact)
    {
        if (contact.Find("encryption") is not { } value || IsNull(value))
            return null;
        // Enum.TryParse would read a number.
        return value.Kind == JsonKind.String && Enum.GetNames(typeof(EncryptionPolicy)).Contains(value.Text)
            ? (EncryptionPolicy)Enum.Parse(typeof(EncryptionPolicy), value.Text)
            : throw Fail(value, "\"encryption\" is none of Auto, Required, Verified and Off");
    }

    private static bool IsNull(JsonValue value) => value is { Kind: JsonKind.Word, Text: "null" };
}
