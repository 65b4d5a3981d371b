using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// The slots of the roster, and which of them a newcomer gets when all are taken (R26). Every operation takes constant time: anybody can
/// cause them at the rate of the network.
/// </summary>
internal sealed class RosterSlots
{
    /// <summary>The maximum number of members, because forged entries must not exhaust the memory.</summary>
    internal const int Capacity = 65_536;

    /// <summary>
    /// The maximum number of members in each tier but <see cref="RosterTier.Announced"/>, which so has at least as many slots when all
    /// others are full.
    /// </summary>
    internal const int MaxInTier = Capacity / 4;

    /// <summary>The maximum number of members at one address, at different ports: a router may hide a network behind it.</summary>
    internal const int MaxAtAddress = 256;

    /// <summary>The maximum number of members whose names differ in the fingerprint alone: one for each key of a user.</summary>
    internal const int MaxNamesakes = 8;

    // The longest delay of an answer is 4.1 s (R22). Fewer are asked within this time than there are slots in the tier.
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(6);

    private readonly List<Member> _members = [];
    private readonly List<RosterSlot> _all = [];
    private readonly RosterQueue[] _tiers = [new(), new(), new(), new(), new()];
    private readonly RosterGroups<IPAddress> _atAddress = new(MaxAtAddress);
    private readonly RosterGroups<NameKey> _namesakes = new(MaxNamesakes);
    private long _uses;

    /// <summary>All members. The order changes only when a member leaves: the last one takes its position.</summary>
    internal IReadOnlyList<Member> Members => _members;

    /// <summary>True when so many members have proved nothing that newcomers are asked for an answer.</summary>
    internal bool IsCrowded => _tiers[(int)RosterTier.Announced].Count > MaxInTier;

    /// <summary>The members of a tier, the most recently used first.</summary>
    internal IEnumerable<RosterSlot> In(RosterTier tier) => _tiers[(int)tier].LatestFirst;

    /// <summary>The members whose user name has a fingerprint after these names.</summary>
    internal IReadOnlyList<RosterSlot> Namesakes(NameKey bareNames) => _namesakes.Of(bareNames);

    /// <summary>The slot that has to become free for a member; null when there is room for it.</summary>
    /// <param name="member">The member.</param>
    /// <param name="known">Its slot; null for a new member.</param>
    /// <param name="now">The time.</param>
    /// <param name="isRefused">True when the member gets no slot: a host list displaces nobody who has announced itself.</param>
    internal RosterSlot? Displaced(Member member, RosterSlot? known, Moment now, out bool isRefused)
    {
        isRefused = false;
        var address = member.EndPoint.Address;
        if (known is not null && known.Member.EndPoint.Address.Equals(address))
            return null;
        var crowded = _atAddress.Displaced(address);
        if (crowded is null && known is null && BareNames(member) is { } names)
            crowded = _namesakes.Displaced(names);
        if (crowded is not null)
        {
            isRefused = member.IsFromHostList && crowded.Tier > RosterTier.Listed;
            return isRefused ? null : crowded;
        }
        if (known is not null)
            return null;
        var listed = _tiers[(int)RosterTier.Listed];
        if (member.IsFromHostList && listed.Count >= MaxInTier)
            return listed.First;
        if (_all.Count < Capacity)
            return null;
        isRefused = member.IsFromHostList && listed.Count == 0;
        return isRefused ? null : listed.First ?? OldestAnnounced(now);
    }

    internal RosterSlot Add(Member member, RosterTier tier)
    {
        var slot = new RosterSlot(member, tier) { Index = _all.Count };
        _all.Add(slot);
        _members.Add(member);
        Link(slot);
        return slot;
    }

    /// <summary>Gives a slot to the new object of its member.</summary>
    internal void Replace(RosterSlot slot, Member member, RosterTier tier)
    {
        Unlink(slot);
        (slot.Member, slot.Tier) = (member, tier);
        _members[slot.Index] = member;
        Link(slot);
    }

    /// <summary>Moves a member to its tier, as the one that was used last.</summary>
    internal void Use(RosterSlot slot, RosterTier tier)
    {
        _tiers[(int)slot.Tier].Remove(slot);
        Enqueue(slot, tier);
    }

    internal void Remove(RosterSlot slot)
    {
        Unlink(slot);
        int last = _all.Count - 1;
        (_all[slot.Index], _members[slot.Index]) = (_all[last], _members[last]);
        _all[slot.Index].Index = slot.Index;
        _all.RemoveAt(last);
        _members.RemoveAt(last);
    }

    private void Link(RosterSlot slot)
    {
        Enqueue(slot, slot.Tier);
        _atAddress.Add(slot.Member.EndPoint.Address, slot);
        if (BareNames(slot.Member) is { } names)
            _namesakes.Add(names, slot);
    }

    private void Unlink(RosterSlot slot)
    {
        _tiers[(int)slot.Tier].Remove(slot);
        _atAddress.Remove(slot.Member.EndPoint.Address, slot);
        if (BareNames(slot.Member) is { } names)
            _namesakes.Remove(names, slot);
    }

    // A full tier returns its least recently used member to those that have proved nothing. Only answers to entries can be forged in such
    // numbers, after any entry to all: then the first ones keep their slots, because those of members that exist came before an attack.
    private void Enqueue(RosterSlot slot, RosterTier tier)
    {
        if (tier == RosterTier.AnsweredEntry && _tiers[(int)tier].Count >= MaxInTier)
            tier = RosterTier.Announced;
        slot.Tier = tier;
        slot.LastUse = ++_uses;
        _tiers[(int)tier].Add(slot);
        if (tier > RosterTier.Announced && _tiers[(int)tier].Count > MaxInTier)
            Use(_tiers[(int)tier].First!, RosterTier.Announced);
    }

    // A member that was asked keeps its slot until its answer can have come.
    private RosterSlot OldestAnnounced(Moment now)
    {
        var announced = _tiers[(int)RosterTier.Announced];
        for (int i = 0; i < announced.Count && now.Elapsed - announced.First!.Member.AskedAt < s_answerTime; i++)
            Use(announced.First, RosterTier.Announced);
        return announced.First!;
    }

    private static NameKey? BareNames(Member member) =>
        FingerprintName.IsMatch(member.UserName) ? new NameKey(FingerprintName.Bare(member.UserName), member.HostName) : null;
}
