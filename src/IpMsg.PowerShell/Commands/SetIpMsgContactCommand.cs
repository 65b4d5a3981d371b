using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Contacts;
using IpMsg.PowerShell.Parameters;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Commands;

/// <summary>Makes or changes contacts. What is not given stays; an empty value is removed.</summary>
[Cmdlet(VerbsCommon.Set, "IpMsgContact", SupportsShouldProcess = true)]
[OutputType(typeof(IpMsgContact))]
public sealed class SetIpMsgContactCommand : ContactCmdlet
{
    private string? _used;

    /// <summary>The name of the contact; by default that of the pipeline object, for a member its nickname.</summary>
    [Parameter(Position = 0)]
    [Alias("Alias")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContactNameCompleter))]
    public string? Name { get; set; }

    /// <summary>
    /// Pipeline objects: members and messages say who the contact is, contacts and rows of tables have all properties, strings are names.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The IPMsg user name.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? UserName { get; set; }

    /// <summary>The IPMsg host name.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? HostName { get; set; }

    /// <summary>Fixed addresses: IP addresses or names of hosts, with or without a port. The listener asks them.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowNull]
    public string[]? Address { get; set; }

    /// <summary>Groups of one's own, in place of those that the contact is in.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowNull]
    [ArgumentCompleter(typeof(ContactGroupCompleter))]
    public string[]? Group { get; set; }

    /// <summary>The encoding of texts to a client without UTF-8, by name or number.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public string? Encoding { get; set; }

    /// <summary>When messages to the contact are encrypted: Auto, Required, Verified or Off.</summary>
    [Parameter]
    [AllowEmptyString]
    [ValidateSet(nameof(EncryptionPolicy.Auto), nameof(EncryptionPolicy.Required), nameof(EncryptionPolicy.Verified),
        nameof(EncryptionPolicy.Off), "")]
    public string? Encryption { get; set; }

    /// <summary>The fingerprint of its key, sixteen hex digits: only a member with this key is the contact.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Fingerprint { get; set; }

    /// <summary>A note for people.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    [Alias("Comment")]
    public string? Note { get; set; }

    /// <summary>Write the contacts.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        try
        {
            if (InputObject is null && MyInvocation.ExpectingInput)
                return;
            Set(new ContactInput(InputObject));
        }
        catch (IpMsgException failure) when (failure.ErrorId != IpMsgErrorId.InvalidContactFile)
        {
            Report(failure);
        }
    }

    private void Set(ContactInput input)
    {
        string name = Name ?? input.Name ?? throw new IpMsgException(IpMsgErrorId.InvalidContact, "The contact has no name.",
            InputObject ?? this, "Give one as -Name.");
        if (Name is not null && _used is not null)
        {
            throw new IpMsgException(
                IpMsgErrorId.AmbiguousInput, "'" + SafeText.Line(Name) + "' is one contact, and the pipeline has several.",
                InputObject, "Leave -Name out: each gets its own name, a member its nickname.");
        }
        _used = name;
        // What a shared file has is copied, so that a change of one property keeps the others.
        var known = Files.Read().Find(name);
        var contact = WithParameters(input.ApplyTo(known ?? new Contact(name)));
        if (ContactRules.FirstFlawOf(contact) is { } flaw)
            throw new IpMsgException(IpMsgErrorId.InvalidContact, SafeText.Line(flaw) + ".", InputObject ?? name);
        ThrowIfAmbiguous(contact, known);
        string path = OwnFile;
        string what = SafeText.Line(contact.Name + " (" + contact.Identity + ")") + " in " + path;
        if (!ShouldProcess(what, known is null ? "Make contact" : "Change contact"))
            return;
        ContactFile.Change(path, document =>
        {
            // Of now, when another process has changed it meanwhile.
            var before = document.Contacts.FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            contact = WithParameters(input.ApplyTo(before ?? known ?? new Contact(name)));
            return document.With(contact);
        });
        OnChanged();
        if (PassThru)
            WriteObject(IpMsgContact.Of(contact with { File = path }, Running));
    }

    private void ThrowIfAmbiguous(Contact contact, Contact? known)
    {
        var book = Files.Read();
        string? clash = known is null && book.InGroup(contact.Name).Any() ? "'" + contact.Name + "' is a group of contacts"
            : contact.Groups.FirstOrDefault(each => book.Find(each) is not null) is { } group ? "'" + group + "' is a contact, and no group"
            : null;
        if (clash is not null)
        {
            throw new IpMsgException(IpMsgErrorId.InvalidContact, SafeText.Line(clash) + ".", InputObject ?? contact.Name,
                "Choose another name: -To would not tell which of the two is meant.");
        }
    }

    private Contact WithParameters(Contact contact) => contact with
    {
        UserName = Given(nameof(UserName)) ? Text(UserName) : contact.UserName,
        HostName = Given(nameof(HostName)) ? Text(HostName) : contact.HostName,
        Addresses = Given(nameof(Address)) ? List(Address) : contact.Addresses,
        Groups = Given(nameof(Group)) ? List(Group) : contact.Groups,
        Encoding = Given(nameof(Encoding)) ? Text(Encoding) : contact.Encoding,
        Encryption = Given(nameof(Encryption)) ? Policy : contact.Encryption,
        Fingerprint = Given(nameof(Fingerprint)) ? Text(Fingerprint)?.ToLowerInvariant() : contact.Fingerprint,
        Note = Given(nameof(Note)) ? Text(Note) : contact.Note,
    };

    private EncryptionPolicy? Policy => Text(Encryption) is { } name
        ? (EncryptionPolicy)Enum.Parse(typeof(EncryptionPolicy), name, ignoreCase: true)
        : null;

    private bool Given(string name) => MyInvocation.BoundParameters.ContainsKey(name);

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();

    private static IReadOnlyList<string> List(string[]? values) =>
        [.. (values ?? []).Select(Text).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
}
