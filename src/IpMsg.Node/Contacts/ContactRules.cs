using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Interop;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Contacts;

/// <summary>What the properties of a contact may be. The limits keep a damaged or foreign file from costing time and memory.</summary>
internal static class ContactRules
{
    internal const int MaxNameLength = 64;
    internal const int MaxMemberNameLength = 128;
    internal const int MaxAddresses = 16;
    internal const int MaxGroups = 32;
    internal const int MaxNoteLength = 2_000;

    /// <summary>The maximum number of contacts in a file.</summary>
    internal const int MaxContacts = 4_096;

    private const string WildcardCharacters = "*?[]`";

    /// <summary>What is wrong with a name of a contact or of a group of one's own; null when nothing is.</summary>
    // A name with these would mean something else where members are given.
    internal static string? FlawOfName(string name) => FlawOfText(name, MaxNameLength)
        ?? (name.IndexOfAny(WildcardCharacters.ToCharArray()) >= 0 ? "has a wildcard character or a backtick"
        : name.IndexOf('@') >= 0 ? "has an @, which is between user and host name"
        : EndPointText.TryReadAddress(name) is not null || ContactAddress.TryParse(name) is { Address: not null } ? "is an address"
        : name.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "is the name of this machine"
        : null);

    /// <summary>The same for a user or host name.</summary>
    internal static string? FlawOfMemberName(string name) => FlawOfText(name, MaxMemberNameLength)
        ?? (FingerprintName.IsMatch(name) ? "has a fingerprint; give it as the fingerprint" : null);

    /// <summary>The same for an address.</summary>
    internal static string? FlawOfAddress(string address) => ContactAddress.TryParse(address) is null
        ? "is neither an address nor the name of a host, with or without a port" : null;

    /// <summary>The same for an encoding.</summary>
    internal static string? FlawOfEncoding(string name)
    {
        try
        {
            CodePages.Find(name);
            return null;
        }
        catch (ArgumentException)
        {
            return "is no encoding that packets can have, such as shift_jis, gb18030 or utf-8";
        }
    }

    /// <summary>The same for a fingerprint.</summary>
    internal static string? FlawOfFingerprint(string text) =>
        text.Length == 16 && text.All(static each => each is >= '0' and <= '9' or >= 'a' and <= 'f')
            ? null : "is no fingerprint, which has sixteen hex digits";

    /// <summary>The same for a note.</summary>
    internal static string? FlawOfNote(string text) =>
        text.Length > MaxNoteLength ? "has more than " + MaxNoteLength + " characters" : null;

    /// <summary>What is wrong with a contact as a whole; null when nothing is.</summary>
    internal static string? FlawOf(Contact contact) =>
        !contact.HasIdentity && contact.Addresses.Count == 0 ? "has neither a user or host name nor an address"
        : contact.Fingerprint is not null && contact.Encryption == EncryptionPolicy.Off
            ? "has a fingerprint, which only encrypted messages check, and encryption Off"
        : contact.Addresses.Count > MaxAddresses ? "has more than " + MaxAddresses + " addresses"
        : contact.Groups.Count > MaxGroups ? "has more than " + MaxGroups + " groups"
        : contact.IsIn(contact.Name) ? "is in a group of its own name, which would be ambiguous"
        : null;

    /// <summary>What is wrong with the first property of a contact that is not valid, or with the whole; null when nothing is.</summary>
    internal static string? FirstFlawOf(Contact contact)
    {
        var flaws = new List<(string Value, string? Flaw)> { (contact.Name, FlawOfName(contact.Name)) };
        if (contact.UserName is { } user)
            flaws.Add((user, FlawOfMemberName(user)));
        if (contact.HostName is { } host)
            flaws.Add((host, FlawOfMemberName(host)));
        if (contact.Encoding is { } encoding)
            flaws.Add((encoding, FlawOfEncoding(encoding)));
        if (contact.Fingerprint is { } fingerprint)
            flaws.Add((fingerprint, FlawOfFingerprint(fingerprint)));
        if (contact.Note is { } note)
            flaws.Add(("the note", FlawOfNote(note)));
        flaws.AddRange(contact.Addresses.Select(static each => (each, FlawOfAddress(each))));
        flaws.AddRange(contact.Groups.Select(static each => (each, FlawOfName(each))));
        var (value, flaw) = flaws.Find(static each => each.Flaw is not null);
        return flaw is not null ? "'" + value + "' " + flaw
            : FlawOf(contact) is { } whole ? "'" + contact.Name + "' " + whole
            : null;
    }

    private static string? FlawOfText(string text, int maxLength) =>
        text.Length == 0 ? "is empty"
        : text.Length > maxLength ? "has more than " + maxLength + " characters"
        : text.Trim() != text ? "begins or ends with a space"
        : SafeText.Line(text) != text ? "has characters that are not shown as they are"
        : null;
}
