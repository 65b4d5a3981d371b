using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.Node.Interop;
using IpMsg.PowerShell.Commands;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Sending;

/// <summary>
/// Encryption and encoding for each recipient: as the parameters of Send-IpMsg say, else as its contact does, however it was named.
/// </summary>
internal sealed class ContactPreferences
{
    private readonly SendIpMsgCommand _cmdlet;
    private readonly IpMsgListener _listener;
    private readonly MemberNode _node;
    private readonly Encoding? _given;

    /// <exception cref="IpMsgException">-Encoding is no encoding that packets can have.</exception>
    internal ContactPreferences(SendIpMsgCommand cmdlet, IpMsgListener listener)
    {
        _cmdlet = cmdlet;
        _listener = listener;
        _node = listener.Node;
        _given = cmdlet.Encoding is { } name ? Find(name) : null;
    }

    /// <summary>-Encoding; null without it.</summary>
    internal Encoding? Given => _given;

    /// <summary>What differs for a contact that is not present.</summary>
    internal RecipientPreference OfAbsent(Contact contact) => new()
    {
        Encryption = _cmdlet.GivenEncryption is null ? PolicyFor(contact, null) : null,
        Encoding = _given ?? (contact.Encoding is { } name ? Find(name) : null),
    };

    /// <summary>What differs for some recipients.</summary>
    internal Dictionary<IPEndPoint, RecipientPreference> Of(IReadOnlyDictionary<IPEndPoint, Recipient> recipients)
    {
        var all = new Dictionary<IPEndPoint, RecipientPreference>();
        var book = _node.Contacts.Read();
        foreach (var pair in recipients)
        {
            var member = _node.Members.Find(pair.Key);
            var contact = pair.Value.Contact ?? (member is null ? [] : _node.Contacts.Of(book, member)).FirstOrDefault();
            var preference = new RecipientPreference
            {
                Encryption = _cmdlet.GivenEncryption is null && contact is not null ? PolicyFor(contact, member) : null,
                Encoding = _given ?? (contact?.Encoding is { } name ? Find(name) : null),
            };
            if (preference != new RecipientPreference())
                all[pair.Key] = preference;
        }
        return all;
    }

    /// <summary>Refuses plaintext to a contact whose key says who it is.</summary>
    /// <exception cref="IpMsgException">The message would not be encrypted.</exception>
    internal void ThrowIfPlaintext(Recipient recipient)
    {
        if (recipient.Contact is not { Fingerprint: not null } contact
            || _cmdlet.GivenEncryption != EncryptionPolicy.Off && !_cmdlet.NoAnnounce && _listener.Policy != EncryptionPolicy.Off)
            return;
        throw new IpMsgException(IpMsgErrorId.EncryptionNotPossible,
            SafeText.Line("The contact '" + contact.Name + "' has a fingerprint, and only an encrypted message reaches its key alone."),
            new IpMsgContact(contact, null),
            "Send it encrypted. For plaintext, name the member as " + Completions.QuoteLiteral(recipient.EndPoint.ToString()) + ".");
    }

    // A file of contacts may make the protection of a message stronger than the listener does. It makes it weaker only for a member whose
    // key was never seen: nobody who can write the file has messages to others sent in plaintext.
    private EncryptionPolicy? PolicyFor(Contact contact, Member? member)
    {
        var usual = _listener.Policy;
        var wanted = contact.Encryption ?? usual;
        if (contact.Fingerprint is not null && wanted is EncryptionPolicy.Auto or EncryptionPolicy.Off)
            wanted = EncryptionPolicy.Required;
        bool isWeaker = Strength(wanted) < Strength(usual);
        if (isWeaker && usual == EncryptionPolicy.Auto && !HasKey(member))
            return wanted;
        if (isWeaker)
            _cmdlet.WriteVerbose(SafeText.Line("The encryption " + wanted + " of the contact '" + contact.Name + "' does not apply: "
                + (usual == EncryptionPolicy.Auto ? "its key is pinned." : "the listener was started with " + usual + ".")));
        return Strength(wanted) > Strength(usual) ? wanted : null;
    }

    private bool HasKey(Member? member) => member is not null && _node.Keys.Find(member.UserName, member.HostName) is not null;

    private static int Strength(EncryptionPolicy policy) => policy switch
    {
        EncryptionPolicy.Off => 0,
        EncryptionPolicy.Auto => 1,
        EncryptionPolicy.Required => 2,
        _ => 3,
    };

    private static Encoding Find(string name)
    {
        try
        {
            return CodePages.Find(name);
        }
        catch (ArgumentException unknown)
        {
            throw new IpMsgException(IpMsgErrorId.InvalidEncoding, unknown.Message, name, null, unknown);
        }
    }
}
