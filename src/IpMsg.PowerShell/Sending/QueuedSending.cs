using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.Node.Queueing;
using IpMsg.Node.Storage.Queue;
using IpMsg.PowerShell.Commands;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Sending;

/// <summary>What Send-IpMsg -Queue does: recipients that are away, and messages on the disk until they are confirmed.</summary>
internal sealed class QueuedSending
{
    private const int MaxNamed = 10;

    private readonly SendIpMsgCommand _cmdlet;
    private readonly MemberNode _node;
    private readonly IpMsgListener _listener;
    private readonly ContactPreferences _preferences;
    private readonly NodeQueue _queue;
    private readonly List<AbsentRecipient> _absent = [];

    /// <exception cref="IpMsgException">This user has no folder for a queue.</exception>
    internal QueuedSending(SendIpMsgCommand cmdlet, IpMsgListener listener, ContactPreferences preferences)
    {
        _cmdlet = cmdlet;
        _listener = listener;
        _node = listener.Node;
        _preferences = preferences;
        _queue = _node.Queue ?? throw new IpMsgException(IpMsgErrorId.QueueNotUsable,
            "This listener keeps no messages on the disk, and -Queue needs that.", listener,
            "Start it without -NoStore and IPMSG_NOSTORE; -DataPath or IPMSG_DATAPATH names the folder.");
    }

    /// <summary>Forgets those that are away, before another message.</summary>
    internal void ForgetAbsent() => _absent.Clear();

    /// <summary>
    /// Adds the recipient that a value means although it is not present. False when nobody is known under it, and the error counts.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="unknown">The error for it.</param>
    internal bool TryAddAbsent(object value, IpMsgException unknown)
    {
        try
        {
            if (FindAbsent(value, unknown) is not { } absent)
                return false;
            bool isNew = !_absent.Exists(each => each.To.Key == absent.To.Key);
            if (isNew && _cmdlet.ShouldProcess(SafeText.Line(absent.To + ", who is away"), "Queue message"))
                _absent.Add(absent);
        }
        catch (IpMsgException other)
        {
            _cmdlet.Report(other);
        }
        return true;
    }

    private AbsentRecipient? FindAbsent(object value, IpMsgException unknown)
    {
        if (unknown is { ErrorId: IpMsgErrorId.ContactNotPresent, Target: IpMsgContact { Contact: var contact } })
        {
            _preferences.ThrowIfPlaintext(new Recipient(new IPEndPoint(IPAddress.Any, 0), contact.Name) { Contact = contact });
            var place = _node.Contacts.PlacesOf(contact) is { Count: > 0 } places ? places[0] : null;
            return new AbsentRecipient(_queue.Places.Identify(contact.Name, contact, null, place), contact);
        }
        if (unknown.ErrorId != IpMsgErrorId.RecipientNotFound
            || (value is PSObject wrapped ? wrapped.BaseObject : value) is not string text
            || WildcardPattern.ContainsWildcardCharacters(text))
            return null;
        var known = _node.Keys.GetAll().Where(each => IsCalled(each, WildcardPattern.Unescape(text.Trim()))).ToList();
        return known.Count switch
        {
            0 => null,
            1 => new AbsentRecipient(_queue.Places.Identify(known[0].NickName ?? known[0].UserName, null,
                (known[0].UserName, known[0].HostName), new IPEndPoint(known[0].FirstSeenFrom, _node.StandardPort)), null),
            _ => throw new IpMsgException(IpMsgErrorId.RecipientAmbiguous,
                "'" + text + "' is not present, and fits the keys of several members: "
                + string.Join("; ", known.Take(MaxNamed).Select(KeyOwners.Text)) + ".", text, "Give user@host of the one you mean."),
        };
    }

    /// <summary>Queues a message for recipients, and sends it to those that are present. Returns what was queued.</summary>
    internal IReadOnlyList<SentDelivery> Send(OutgoingMessage message, IReadOnlyList<Delivery> deliveries,
        IReadOnlyDictionary<IPEndPoint, Recipient> recipients, IObserver<DeliveryChanged>? observer)
    {
        var posts = new List<QueuePost>();
        foreach (var each in deliveries)
        {
            var recipient = recipients[each.To];
            var to = Identify(recipient, each);
            each.Message.Preferences.TryGetValue(each.To, out var preference);
            posts.Add(new QueuePost(Describe(to, each.Message, preference), each)
            {
                // Another member may have the address by now.
                IsPresent = each.Member is null || _queue.Places.IsOf(to, each.Member),
            });
        }
        foreach (var each in _absent)
        {
            var preference = each.Contact is null
                ? new RecipientPreference { Encoding = _preferences.Given }
                : _preferences.OfAbsent(each.Contact);
            var own = message with { Encryption = preference.Encryption ?? message.Encryption };
            posts.Add(new QueuePost(
                Describe(each.To, own, preference), MemberQueue.Absent(own, each.To.Place ?? new IPEndPoint(IPAddress.Any, 0))));
        }
        var sent = new List<SentDelivery>();
        foreach (var (post, _, problem) in _queue.Post(posts, observer))
        {
            if (problem is not null)
                _cmdlet.Report(problem);
            else
                sent.Add(new SentDelivery(post.Delivery, post.Message.To.Name, _listener));
        }
        return sent;
    }

    /// <summary>Waits until what was confirmed is removed on the disk.</summary>
    internal void Finish() => _queue.WaitForWrites();

    private QueueRecipient Identify(Recipient recipient, Delivery delivery)
    {
        var contact = recipient.Contact ?? (delivery.Member is { } there
            ? _node.Contacts.Of(_node.Contacts.Read(), there).FirstOrDefault(static each => each.HasIdentity) : null);
        var names = recipient.Names ?? (delivery.Member is { } member ? (member.UserName, member.HostName) : null);
        return _queue.Places.Identify(recipient.Name, contact, names, delivery.To);
    }

    private QueuedMessage Describe(QueueRecipient to, OutgoingMessage message, RecipientPreference? preference)
    {
        var now = _queue.Store.Now;
        return new QueuedMessage(to, message.Text)
        {
            QueuedAt = now,
            Expires = _cmdlet.GivenExpires ?? now + QueueLimits.DefaultLifetime,
            IsSealed = message.IsSealed,
            IsLocked = message.IsLocked,
            NoLog = message.NoLog,
            OfferLifetime = message.OfferLifetime,
            Encryption = message.Encryption is { } given and not EncryptionPolicy.Auto ? given
                : _listener.Policy is EncryptionPolicy.Required or EncryptionPolicy.Verified ? _listener.Policy : null,
            Encoding = preference?.Encoding?.WebName,
            Files = QueuedFiles.Of(message.Files),
        };
    }

    private static bool IsCalled(KnownKey key, string name) => Same(key.UserName, name) || Same(key.HostName, name)
        || Same(KeyOwners.Text(key), name) || key.NickName is { } nick && Same(nick, name);

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
