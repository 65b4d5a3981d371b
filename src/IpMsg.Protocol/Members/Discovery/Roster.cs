using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The known members, by name and by endpoint (R26).</summary>
internal sealed class Roster
{
    /// <summary>The maximum number of members, because forged entries must not exhaust the memory.</summary>
    internal const int Capacity = 65_536;

    private const long MinMoveMs = 7_000;

    // The network cards of one machine. More addresses are forged or outdated.
    private const int MaxOtherEndPoints = 4;

    private readonly MemberContext _context;
    private readonly Dictionary<NameKey, Member> _byName = [];
    private readonly Dictionary<IPEndPoint, Member> _byEndPoint = [];
    private readonly Dictionary<NameKey, List<IPEndPoint>> _otherEndPoints = [];
    private readonly HashSet<IPEndPoint> _doubtful = [];
    private int _dialUps;

    internal Roster(MemberContext context) => _context = context;

    internal int Count => _byName.Count;

    internal IEnumerable<Member> All => _byName.Values;

    internal Member? At(IPEndPoint endPoint) => _byEndPoint.TryGetValue(endPoint, out var member) ? member : null;

    internal Member? FindByName(string user, string host) => _byName.TryGetValue(new NameKey(user, host), out var member) ? member : null;

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
        && (now.EndPoint.Equals(endPoint)
            || _otherEndPoints.TryGetValue(new NameKey(now.UserName, now.HostName), out var others) && others.Contains(endPoint));

    /// <summary>Finds a member by a name that may lack its fingerprint, as in broadcasts; null when several members match.</summary>
    internal Member? FindByBareName(string user, string host)
    {
        if (FindByName(user, host) is { } named)
            return named;
        Member? found = null;
        var names = new NameKey(user, host);
        foreach (var member in _byName.Values)
        {
            if (!names.Equals(new NameKey(FingerprintName.Bare(member.UserName), member.HostName)))
                continue;
            if (found is not null)
                return null;
            found = member;
        }
        return found;
    }

    /// <summary>The members that broadcasts do not reach (R27).</summary>
    internal IEnumerable<Member> DialUps()
    {
        if (_dialUps == 0)
            yield break;
        foreach (var member in _byName.Values)
        {
            if (member.IsDialUp)
                yield return member;
        }
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
        _byName.TryGetValue(key, out var known);
        if (known is not null)
        {
            // A list adds members but does not change those that have sent entries themselves.
            if (isFromHostList && !known.IsFromHostList)
                return;
            if (!known.EndPoint.Equals(endPoint) && !MayMove(known, endPoint))
            {
                AddOther(key, endPoint);
                // The entry does not count for the kept endpoint. Otherwise a member with frequent entries could never move.
                endPoint = known.EndPoint;
                settled = known.LastEntry;
            }
            else if (!known.EndPoint.Equals(endPoint) && !known.IsFromHostList)
                AddOther(key, known.EndPoint);
        }
        else if (_byName.Count >= Capacity)
            return;
        if (_byEndPoint.TryGetValue(endPoint, out var there) && !ReferenceEquals(there, known))
        {
            if (isFromHostList && !there.IsFromHostList)
                return;
            Remove(there);
        }
        // An entry of the member itself shows that it is there; a host list does not.
        bool isDoubtful = isFromHostList && known is { IsDoubtful: true };
        if (known is not null)
            Forget(known, key);
        bool isAtSamePlace = known is not null && known.EndPoint.Equals(endPoint);
        var member = new Member(entry, status, dialect, endPoint, known?.FirstSeen ?? _context.Now.Wall, _context.Now)
        {
            LastEntry = settled,
            IsFromHostList = isFromHostList,
            WrongConfirmations = known?.WrongConfirmations ?? 0,
            HasAnswered = isAtSamePlace && known!.HasAnswered,
            HasAnsweredEntry = isAtSamePlace && known!.HasAnsweredEntry,
            GivesNoKey = isAtSamePlace && known!.GivesNoKey,
            IgnoresKeyRequests = isAtSamePlace && known!.IgnoresKeyRequests,
        };
        // A host list says nothing about the encoding of its members.
        if (isFromHostList && known is not null)
            member.ObservedEncoding = known.ObservedEncoding;
        _byName[key] = member;
        _byEndPoint[endPoint] = member;
        if (isDoubtful)
            MarkDoubtful(endPoint);
        if (member.IsDialUp)
            _dialUps++;
        _context.Outputs.Raise(new MemberSeen(member));
    }

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
        Forget(member, key);
        _otherEndPoints.Remove(key);
        _context.Outputs.Raise(new MemberGone(member));
    }

    private void Forget(Member member, NameKey key)
    {
        _byName.Remove(key);
        _byEndPoint.Remove(member.EndPoint);
        _doubtful.Remove(member.EndPoint);
        if (member.IsDialUp)
            _dialUps--;
    }

    private void AddOther(NameKey key, IPEndPoint endPoint)
    {
        if (!_otherEndPoints.TryGetValue(key, out var others))
            _otherEndPoints[key] = others = [];
        others.Remove(endPoint);
        if (others.Count == MaxOtherEndPoints)
            others.RemoveAt(0);
        others.Add(endPoint);
    }

    // A host with two addresses replies twice within a short time; the first address is kept. IPv4 takes precedence over IPv6.
    private bool MayMove(Member known, IPEndPoint endPoint) =>
        known.IsFromHostList
        || _context.Now.Milliseconds - known.LastEntry.Milliseconds >= MinMoveMs
        || IsIPv6(known.EndPoint) && !IsIPv6(endPoint);

    internal static bool IsIPv6(IPEndPoint endPoint) => AddressKind.IsIPv6(endPoint.Address);
}
