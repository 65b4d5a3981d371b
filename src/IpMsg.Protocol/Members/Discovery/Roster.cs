using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The known members, by name and by endpoint (R26).</summary>
internal sealed class Roster
{
    /// <inheritdoc cref="RosterSlots.Capacity"/>
    internal const int Capacity = RosterSlots.Capacity;

    internal const long MinMoveMs = 7_000;

    private readonly MemberContext _context;
    private readonly RosterSlots _slots = new();
    private readonly Dictionary<NameKey, RosterSlot> _byName = [];
    private readonly Dictionary<IPEndPoint, RosterSlot> _byEndPoint = [];
    private readonly OtherEndPoints _others = new();
    private readonly HashSet<IPEndPoint> _doubtful = [];

    internal Roster(MemberContext context) => _context = context;

    /// <summary>True for a member whose pinned key is established (R72).</summary>
    internal Func<Member, bool> IsPinned { get; set; } = static _ => false;

    internal int Count => _byName.Count;

    /// <summary>All members; the list changes with the roster.</summary>
    internal IReadOnlyList<Member> All => _slots.Members;

    /// <inheritdoc cref="RosterSlots.IsCrowded"/>
    internal bool IsCrowded => _slots.IsCrowded;

    /// <summary>The members, those with the most proof and the latest packets first.</summary>
    internal IEnumerable<Member> ProvedFirst
    {
        get
        {
            for (var tier = RosterTier.Pinned; tier >= RosterTier.Listed; tier--)
            {
                foreach (var slot in _slots.In(tier))
                    yield return slot.Member;
            }
        }
    }

    internal Member? At(IPEndPoint endPoint) => _byEndPoint.TryGetValue(endPoint, out var slot) ? slot.Member : null;

    internal Member? FindByName(string user, string host) =>
        _byName.TryGetValue(new NameKey(user, host), out var slot) ? slot.Member : null;

    internal Member? Find(NameKey names) => _byName.TryGetValue(names, out var slot) ? slot.Member : null;

    internal bool Has(NameKey names) => _byName.ContainsKey(names);

    /// <summary>
    /// The member with the names in the header of a packet; null when it is unknown. Which encoding the names have is known only with the
    /// member, so both are tried.
    /// </summary>
    internal Member? FindByNames(in Packet packet) =>
        FindByNames(packet, ObservedEncoding.Unknown) ?? FindByNames(packet, ObservedEncoding.CodePage);

    private Member? FindByNames(in Packet packet, ObservedEncoding observed)
    {
        var (codec, dialect) = (_context.Settings.Codec, ClientDialects.Of(packet));
        string user = codec.Read(packet.User, packet.IsUtf8, observed, dialect);
        string host = codec.Read(packet.Host, packet.IsUtf8, observed, dialect);
        return FindByName(user, host) is { } member && PacketNames.AreOf(member, packet, codec) ? member : null;
    }

    /// <summary>
    /// True for the endpoint of a member, and for other endpoints of its entries: a machine may have two network cards.
    /// </summary>
    internal bool IsKnownAt(Member member, IPEndPoint endPoint) =>
        FindByName(member.UserName, member.HostName) is { } now
        && (now.EndPoint.Equals(endPoint) || _others.Contains(new NameKey(now.UserName, now.HostName), endPoint));

    /// <summary>
    /// Finds a member by a name that may lack its fingerprint, as in broadcasts. Among several members the one with the most proof counts;
    /// null when two have as much.
    /// </summary>
    internal Member? FindByBareName(string user, string host)
    {
        if (FindByName(user, host) is { } named)
            return named;
        RosterSlot? found = null;
        bool isAmbiguous = false;
        foreach (var slot in _slots.Namesakes(new NameKey(user, host)))
        {
            isAmbiguous = slot.Tier == found?.Tier || isAmbiguous && slot.Tier < found!.Tier;
            if (found is null || slot.Tier > found.Tier)
                found = slot;
        }
        return isAmbiguous ? null : found?.Member;
    }

    /// <summary>Adds or updates a member from an entry packet or an entry of a host list (R26, R31).</summary>
    /// <param name="entry">Names and version.</param>
    /// <param name="status">Its flags, as <see cref="EntryFlagRules"/> returns them.</param>
    /// <param name="dialect">Its dialect.</param>
    /// <param name="endPoint">Its endpoint.</param>
    /// <param name="isFromHostList">True for an entry of a host list.</param>
    internal void Update(in EntryPayload entry, EntryFlags status, ClientDialect dialect, IPEndPoint endPoint, bool isFromHostList)
    {
        var key = new NameKey(entry.User, entry.Host);
        var settled = _context.Now;
        _byName.TryGetValue(key, out var slot);
        var known = slot?.Member;
        if (known is not null)
        {
            // A list adds members but does not change those that have sent entries themselves.
            if (isFromHostList && !known.IsFromHostList)
                return;
            if (!known.EndPoint.Equals(endPoint) && !MayMove(known, endPoint))
            {
                _others.Add(key, endPoint);
                // The entry does not count for the kept endpoint. Otherwise a member with frequent entries could never move.
                endPoint = known.EndPoint;
                settled = known.LastEntry;
            }
            else if (!known.EndPoint.Equals(endPoint) && !known.IsFromHostList)
                _others.Add(key, known.EndPoint);
        }
        var there = At(endPoint) is { } other && !ReferenceEquals(other, known) ? other : null;
        if (isFromHostList && there is { IsFromHostList: false })
            return;
        bool isAtSamePlace = known is not null && known.EndPoint.Equals(endPoint);
        var member = new Member(entry, status, dialect, endPoint, known?.FirstSeen ?? _context.Now.Wall, _context.Now)
        {
            LastEntry = settled,
            IsFromHostList = isFromHostList,
            WrongConfirmations = known?.WrongConfirmations ?? 0,
            HasAnswered = isAtSamePlace && known!.HasAnswered,
            HasAnsweredEntry = isAtSamePlace && known!.HasAnsweredEntry,
            AskedAt = isAtSamePlace ? known!.AskedAt : null,
            GivesNoKey = isAtSamePlace && known!.GivesNoKey,
            IgnoresKeyRequests = isAtSamePlace && known!.IgnoresKeyRequests,
            IsAddressUnproved = isAtSamePlace && known!.IsAddressUnproved,
            IsAddressProved = isAtSamePlace && known!.IsAddressProved,
            HighestNumber = Math.Max(known?.HighestNumber ?? 0, entry.Number),
            // A host list says nothing about the encoding of its members.
            ObservedEncoding = isFromHostList && known is not null ? known.ObservedEncoding : entry.ObservedEncoding,
        };
        if (there is not null)
            Remove(there);
        Put(member, key, slot);
    }

    private void Put(Member member, NameKey key, RosterSlot? slot)
    {
        var displaced = _slots.Displaced(member, slot, _context.Now, out bool isRefused);
        if (isRefused)
            return;
        if (displaced is not null)
            Remove(displaced.Member);
        // An entry of the member itself shows that it is there; a host list does not.
        bool isDoubtful = member.IsFromHostList && slot?.Member is { IsDoubtful: true };
        if (slot is null)
            _byName[key] = slot = _slots.Add(member, TierOf(member));
        else
        {
            _byEndPoint.Remove(slot.Member.EndPoint);
            _doubtful.Remove(slot.Member.EndPoint);
            _slots.Replace(slot, member, TierOf(member));
        }
        _byEndPoint[member.EndPoint] = slot;
        if (isDoubtful)
            MarkDoubtful(member.EndPoint);
        _context.Outputs.Raise(new MemberSeen(member));
    }

    private RosterTier TierOf(Member member) =>
        member.IsFromHostList ? RosterTier.Listed
        : IsPinned(member) ? RosterTier.Pinned
        : member.HasAnswered ? RosterTier.Answered
        : member.HasAnsweredEntry ? RosterTier.AnsweredEntry
        : RosterTier.Announced;

    /// <summary>The member at an endpoint has proved more than before.</summary>
    internal void OnProof(IPEndPoint endPoint)
    {
        if (_byEndPoint.TryGetValue(endPoint, out var slot))
            _slots.Use(slot, TierOf(slot.Member));
    }

    /// <summary>An entry asks the member at an endpoint for an answer.</summary>
    internal void OnAsked(IPEndPoint endPoint)
    {
        if (_byEndPoint.TryGetValue(endPoint, out var slot))
            slot.Member.AskedAt = _context.Now.Elapsed;
    }

    /// <summary>Moves a member to another endpoint, with what is known of it. Another member there is removed.</summary>
    internal Member Move(Member known, IPEndPoint endPoint)
    {
        var key = new NameKey(known.UserName, known.HostName);
        if (At(endPoint) is { } there)
            Remove(there);
        if (!known.IsAddressUnproved)
            _others.Add(key, known.EndPoint);
        var member = new Member(known, endPoint, _context.Now);
        Put(member, key, _byName[key]);
        return member;
    }

    /// <summary>Notes another endpoint of a member, which may confirm messages from there (R45).</summary>
    internal void AddOther(Member known, IPEndPoint endPoint) => _others.Add(new NameKey(known.UserName, known.HostName), endPoint);

    /// <summary>Marks the member at an endpoint that did not confirm a message, until it sends a packet.</summary>
    internal void MarkDoubtful(IPEndPoint endPoint)
    {
        if (At(endPoint) is not { } member)
            return;
        member.IsDoubtful = true;
        _doubtful.Add(endPoint);
    }

    /// <summary>Removes that mark: the member has sent a packet.</summary>
    internal void OnAnswer(IPEndPoint from)
    {
        if (_doubtful.Count == 0 || !_doubtful.Remove(from) || At(from) is not { } member)
            return;
        member.IsDoubtful = false;
        member.GivesNoKey |= member.IgnoresKeyRequests;
    }

    /// <summary>Removes a member that left or does not reply.</summary>
    internal void Remove(Member member)
    {
        var key = new NameKey(member.UserName, member.HostName);
        if (!_byName.TryGetValue(key, out var slot))
            return;
        _byName.Remove(key);
        _byEndPoint.Remove(slot.Member.EndPoint);
        _doubtful.Remove(slot.Member.EndPoint);
        _others.Remove(key);
        _slots.Remove(slot);
        _context.Outputs.Raise(new MemberGone(slot.Member));
    }

    // A host with two addresses replies twice within a short time; the first address is kept. IPv4 takes precedence over IPv6.
    private bool MayMove(Member known, IPEndPoint endPoint) =>
        known.IsFromHostList
        || _context.Now.Milliseconds - known.LastEntry.Milliseconds >= MinMoveMs
        || IsIPv6(known.EndPoint) && !IsIPv6(endPoint);

    internal static bool IsIPv6(IPEndPoint endPoint) => AddressKind.IsIPv6(endPoint.Address);
}
