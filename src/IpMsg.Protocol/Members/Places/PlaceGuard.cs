using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Places;

/// <summary>
/// Decides where members with a pinned key are (R122). Entries and exits are not signed, so they are not believed: the place that counts
/// is asked, and another one counts when its member proves it (<see cref="PlaceProofs"/>), or when the former one is silent.
/// </summary>
internal sealed class PlaceGuard
{
    private const int Questions = 5;
    private const int QuestionIntervalMs = 700;
    private const int MarginMs = 400;

    // After an answer, further claims are not worth a question. After a second doubt soon after, the loss of all questions is more likely.
    private const int QuietMs = 3_000;
    private const int SoonMs = 60_000;

    private readonly MemberContext _context;
    private readonly KeyRing _ring;
    private readonly Announcer _announcer;
    private readonly Dictionary<NameKey, PinnedPlace> _places = [];

    internal PlaceGuard(MemberContext context, KeyRing ring, Announcer announcer)
    {
        _context = context;
        _ring = ring;
        _announcer = announcer;
        Challenges = new PlaceChallenges(context);
    }

    internal PlaceChallenges Challenges { get; }

    /// <summary>Takes an entry into the roster, or holds it while the place of a member is in doubt.</summary>
    internal void Learn(in Packet packet, in EntryPayload entry, EntryFlags status, ClientDialect dialect, IPEndPoint from)
    {
        PacketNumber.TryRead(packet.Number, out uint number);
        Learn(new PlaceClaim(from) { Entry = entry, Status = status, Dialect = dialect, Number = number });
    }

    /// <summary>Handles the exit of a member. False when it is believed: the key of the member is not pinned.</summary>
    internal bool Doubts(Member member)
    {
        if (!IsGuarded(member))
            return false;
        Begin(member);
        return true;
    }

    /// <summary>
    /// Removes a member that a refresh has found to be gone, or moves it to where its entries come from now.
    /// </summary>
    internal void OnSilent(Member member)
    {
        if (!IsGuarded(member))
            _context.Roster.Remove(member);
        else if (PlaceOf(member).Doubt is { } doubt)
            Settle(doubt);
        else
            Remove(PlaceOf(member), member);
    }

    /// <summary>
    /// Handles a message with a valid signature that was not received before. True when its sender has moved to that endpoint.
    /// </summary>
    internal bool OnSigned(IncomingMessage message, IPEndPoint from)
    {
        if (_context.Roster.FindByName(message.User, message.Host) is not { } known || !IsGuarded(known))
            return false;
        // Without PACKETNO_IV anybody can change the number, and a list of recipients names those for whom the signature was made.
        bool isForUs = message.Recipients.Count == 0 || message.Recipients.Any(each => _context.Presence.IsSelf(each.User, each.Host));
        if (!isForUs || !message.Envelope!.Suite.UsesPacketNumber || !PlaceOf(known).IsFresh(message.Number, _context.Now))
            return false;
        // It may come with the forged address of another member.
        if (OtherAt(from, known.UserName, known.HostName) is not null)
            return false;
        return OnProved(known, from, isChallenged: false);
    }

    /// <summary>A signature shows that the member is at that endpoint. True when it has moved there.</summary>
    /// <param name="known">The member.</param>
    /// <param name="from">The endpoint.</param>
    /// <param name="isChallenged">True when the signature covers the endpoint, false for a message, which may have been recorded.</param>
    internal bool OnProved(Member known, IPEndPoint from, bool isChallenged)
    {
        var place = PlaceOf(known);
        place.AddProved(from);
        if (known.EndPoint.Equals(from))
        {
            OnAnswered(place);
            if (known.IsAddressProved)
                return false;
            place.Former = null;
            known.IsAddressProved = true;
            known.IsAddressUnproved = false;
            _context.Outputs.Raise(new MemberSeen(known));
            return false;
        }
        // A machine with two addresses proves both; the one that it was first heard from stays (R26).
        bool isRecent = _context.Now.Milliseconds - known.LastEntry.Milliseconds < Roster.MinMoveMs;
        if (known.IsAddressProved && (isRecent || !isChallenged))
        {
            _context.Roster.AddOther(known, from);
            if (!isChallenged)
                Begin(known).Claim = new PlaceClaim(from);
            return false;
        }
        End(place);
        place.Former = null;
        Move(place, known, from, isProved: true);
        _announcer.Introduce(from);
        return true;
    }

    /// <summary>Asks the place in doubt.</summary>
    internal void Ask(PlaceDoubt doubt, bool isLast)
    {
        _announcer.Introduce(doubt.EndPoint);
        _context.SetTimer(doubt, isLast ? EntryReplyQueue.MaxDelayMs(_context.Roster.Count) + MarginMs : QuestionIntervalMs);
    }

    /// <summary>The place in doubt was silent, or is known to be left.</summary>
    internal void Settle(PlaceDoubt doubt)
    {
        var roster = _context.Roster;
        if (_context.IsLeaving || roster.FindByName(doubt.User, doubt.Host) is not { } known)
            return;
        var place = PlaceOf(known);
        End(place);
        if (!known.EndPoint.Equals(doubt.EndPoint))
            return;
        if (doubt.Claim is { } claim && OtherAt(claim.From, doubt.User, doubt.Host) is null)
            MoveUnasked(place, known, claim);
        else
            Remove(place, known);
        if (doubt.Successor is { } successor)
            Learn(successor);
    }

    private void Learn(PlaceClaim claim)
    {
        var (roster, from, entry) = (_context.Roster, claim.From, claim.Entry!.Value);
        var known = roster.FindByName(entry.User, entry.Host);
        bool isPinned = _ring.Find(entry.User, entry.Host) is not null;
        bool isElsewhere = known is { IsFromHostList: false } && !known.EndPoint.Equals(from);
        if (isPinned && isElsewhere && entry.ConfirmsWithProof)
            Challenges.Send(from, entry.User, entry.Host);
        // The same names with another fingerprint are a member with a new key (R72).
        if (OtherAt(from, entry.User, entry.Host) is { } there)
        {
            Begin(there).Successor = claim;
            return;
        }
        if (!isPinned)
        {
            Update(claim);
            return;
        }
        var place = PlaceOf(entry.User, entry.Host);
        if (isElsewhere && !IsReturn(place, known!, from))
        {
            if (place.Doubt is not null || !(_context.Now.Milliseconds - place.AnsweredAt < QuietMs))
                Begin(known!).Claim ??= claim;
            return;
        }
        if (isElsewhere)
            Move(place, known!, from, place.Former!.Value.IsProved);
        OnEntry(place, claim, isListed: known is not null);
    }

    // An entry from the place that counts.
    private void OnEntry(PinnedPlace place, PlaceClaim claim, bool isListed)
    {
        OnAnswered(place);
        Update(claim);
        if (_context.Roster.At(claim.From) is not { } member)
            return;
        var entry = claim.Entry!.Value;
        // It has left and comes from another machine.
        if (!isListed && place.Last is { } last && !last.Address.Equals(claim.From.Address) && !place.HasProved(claim.From))
            member.IsAddressUnproved = true;
        if (member.IsAddressUnproved && entry.ConfirmsWithProof)
            Challenges.Send(claim.From, entry.User, entry.Host);
        if (!member.IsAddressUnproved || !isListed)
            place.Former = null;
        place.Last = claim.From;
        place.LastNumber = System.Math.Max(place.LastNumber, claim.Number);
    }

    // The place before a move without a proof answers after all.
    private static bool IsReturn(PinnedPlace place, Member known, IPEndPoint from) =>
        known.IsAddressUnproved && from.Equals(place.Former?.EndPoint);

    private void MoveUnasked(PinnedPlace place, Member known, PlaceClaim claim)
    {
        bool isProved = place.HasProved(claim.From);
        var former = known.IsAddressUnproved ? place.Former : (known.EndPoint, known.IsAddressProved);
        var moved = Move(place, known, claim.From, isProved);
        place.Former = isProved ? null : former;
        moved.IsAddressUnproved = !isProved;
        if (claim.Entry is { } entry)
        {
            Update(claim);
            if (!isProved && entry.ConfirmsWithProof)
                Challenges.Send(claim.From, entry.User, entry.Host);
        }
    }

    private Member Move(PinnedPlace place, Member known, IPEndPoint to, bool isProved)
    {
        var moved = _context.Roster.Move(known, to);
        moved.IsAddressProved = isProved;
        place.Last = to;
        return moved;
    }

    // It may enter again from another address.
    private void Remove(PinnedPlace place, Member member)
    {
        place.Last = member.EndPoint;
        _context.Roster.Remove(member);
    }

    private void Update(PlaceClaim claim) =>
        _context.Roster.Update(claim.Entry!.Value, claim.Status, claim.Dialect, claim.From, isFromHostList: false);

    private PlaceDoubt Begin(Member member)
    {
        var place = PlaceOf(member);
        if (place.Doubt is { } pending)
            return pending;
        bool isRepeated = _context.Now.Milliseconds - place.AnsweredAt < SoonMs;
        var doubt = new PlaceDoubt(
            this, member.UserName, member.HostName, member.EndPoint, isRepeated ? 2 * Questions : Questions);
        place.Doubt = doubt;
        doubt.OnExpired();
        return doubt;
    }

    private void OnAnswered(PinnedPlace place)
    {
        if (place.Doubt is not null)
            place.AnsweredAt = _context.Now.Milliseconds;
        End(place);
    }

    private static void End(PinnedPlace place)
    {
        if (place.Doubt is { } doubt)
            TimerQueue.Clear(doubt);
        place.Doubt = null;
    }

    // Another member with a pinned key at that endpoint: its place cannot be claimed without a proof.
    private Member? OtherAt(IPEndPoint endPoint, string user, string host) =>
        _context.Roster.At(endPoint) is { } there && IsGuarded(there) && !KeyRing.NamesOf(there).Equals(KeyRing.NamesOf(user, host))
            ? there
            : null;

    // A host list is hearsay, so its members have no place to lose.
    private bool IsGuarded(Member member) => !member.IsFromHostList && _ring.Find(member.UserName, member.HostName) is not null;

    private PinnedPlace PlaceOf(Member member) => PlaceOf(member.UserName, member.HostName);

    private PinnedPlace PlaceOf(string user, string host)
    {
        var names = new NameKey(user, host);
        if (_places.TryGetValue(names, out var place))
            return place;
        // Names with other fingerprints have places of their own.
        if (_places.Count >= KeyRing.Capacity)
            RemoveUnlisted();
        return _places[names] = new PinnedPlace();
    }

    private void RemoveUnlisted()
    {
        foreach (var each in _places.Where(each => each.Value.Doubt is null && !_context.Roster.Has(each.Key)).ToList())
            _places.Remove(each.Key);
    }
}
