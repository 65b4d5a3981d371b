using System;
using System.Collections.Generic;
using IpMsg.PowerShell.Sending;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Selects deliveries by recipient, status and message.</summary>
/// <param name="to">Recipients with wildcards: nickname, user, host or address; null for all.</param>
/// <param name="statuses">Statuses; null for all.</param>
/// <param name="packetNumbers">Packet numbers; null for all.</param>
internal sealed class DeliveryFilter(string[]? to, DeliveryStatus[]? statuses, long[]? packetNumbers)
{
    private readonly NamePatterns? _to = to is null ? null : new NamePatterns(to);
    private readonly Dictionary<IpMsgListener, ContactNames> _contacts = [];

    internal bool Accepts(SentDelivery sent) => IsTo(sent)
        && (statuses is null || Array.IndexOf(statuses, sent.Delivery.Status) >= 0)
        && (packetNumbers is null || Array.IndexOf(packetNumbers, sent.Delivery.Number) >= 0);

    private bool IsTo(SentDelivery sent) => _to is null
        || _to.MatchesAny(sent.Name, sent.Delivery.To.Address.ToString(), sent.Delivery.To.ToString())
        || sent.Recipient is { } member && _to.MatchesAny(ContactsOf(sent.Listener).NamesOf(member));

    private ContactNames ContactsOf(IpMsgListener listener) =>
        _contacts.TryGetValue(listener, out var known) ? known : _contacts[listener] = ContactNames.Of(listener);
}
