using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Protocol.Members.Places;

/// <summary>The places of members with pinned keys.</summary>
internal sealed class PinnedPlaces(MemberContext context, KeyRing ring)
{
    private readonly Dictionary<NameKey, PinnedPlace> _places = [];

    /// <summary>True when a key is pinned for these names.</summary>
    internal bool IsPinned(string user, string host) => ring.Find(user, host) is not null;

    /// <summary>True for a member with a pinned key. A host list is hearsay, so its members have no place to lose.</summary>
    internal bool IsGuarded(Member member) => !member.IsFromHostList && IsPinned(member.UserName, member.HostName);

    /// <summary>The pinned key with which a member signs; null without a key of 2,048 bits.</summary>
    internal PublicKey? KeyOf(Member member) =>
        ring.Find(member.UserName, member.HostName)?.Key is { Size: Capabilities.Rsa2048 } key ? key : null;

    /// <summary>
    /// Another member with a pinned key at that endpoint: its place cannot be claimed without a proof. Null when there is none.
    /// </summary>
    internal Member? OtherAt(IPEndPoint endPoint, string user, string host) =>
        context.Roster.At(endPoint) is { } there && IsGuarded(there) && !KeyRing.NamesOf(there).Equals(KeyRing.NamesOf(user, host))
            ? there
            : null;

    /// <summary>The place of a member.</summary>
    internal PinnedPlace Of(Member member) => Of(member.UserName, member.HostName);

    /// <inheritdoc cref="Of(Member)"/>
    internal PinnedPlace Of(string user, string host)
    {
        var names = new NameKey(user, host);
        if (_places.TryGetValue(names, out var place))
            return place;
        // Names with other fingerprints have places of their own.
        if (_places.Count >= PinShares.MaxKnown)
            RemoveUnlisted();
        return _places[names] = new PinnedPlace();
    }

    private void RemoveUnlisted()
    {
        foreach (var each in _places.Where(each => each.Value.Doubt is null && !context.Roster.Has(each.Key)).ToList())
            _places.Remove(each.Key);
    }
}
