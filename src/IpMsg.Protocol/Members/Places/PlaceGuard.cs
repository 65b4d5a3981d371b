using System;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
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
    private readonly Announcer _announcer;
    private readonly PinnedPlaces _places;

    internal PlaceGuard(MemberContext context, PinnedPlaces places, Announcer announcer)
    {
        _context = context;
        _announcer = announcer;
        _places = places;
        Challenges = new PlaceChallenges(context);
    }

    internal PlaceChallenges Challenges { get; }

    /// <summary>Takes an entry into the roster, or holds it while the place of a member is in doubt.</summary>
    internal void Learn(in EntryPayload entry, EntryFlags status, ClientDialect dialect, IPEndPoint from) =>
        Learn(new PlaceClaim(from) { Entry = entry, Status = status, Dialect = dialect });

    /// <summary>Asks whether a member is still there: an exit came from its place, and nothing proves it (R123).</summary>
    internal void OnExit(Member member) => Begin(member);

    /// <summary>
    /// Removes a member that a refresh or a signed exit shows to be gone, or moves it to where its entries come from now.
    /// </summary>
    internal void OnGone(Member member)
    {
        if (!_places.IsGuarded(member))
            _context.Roster.Remove(member);
        else if (_places.Of(member).Doubt is { } doubt)
            Settle(doubt);
        else
            Remove(_places.Of(member), member);
    }

    /// <summary>A signature shows that the member is at that endpoint. True when it has moved there.</summary>
    /// <param name="known">The member.</param>
    /// <param name="from">The endpoint.</param>
    /// <param name="number">The number of the packet with the signature.</param>
    /// <param name="isChallenged">True when the signature covers the endpoint, false for a message, which may have been recorded.</param>
    internal bool OnProved(Member known, IPEndPoint from, uint number, bool isChallenged)
    {
        known.HighestNumber = Math.Max(known.HighestNumber, number);
        var place = _places.Of(known);
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
        // A machine with two addresses proves both; the one that it was first heard from stays, and IPv4 before IPv6 (R26).
        bool isRecent = _context.Now.Milliseconds - known.LastEntry.Milliseconds < Roster.MinMoveMs;
        bool isIPv6Beside = Roster.IsIPv6(from) && !Roster.IsIPv6(known.EndPoint);
        if (isIPv6Beside || known.IsAddressProved && (isRecent || !isChallenged))
        {
            _context.Roster.AddOther(known, from);
            if (!known.IsAddressProved && known.ConfirmsWithProof)
                Challenges.Send(known.EndPoint, known.UserName, known.HostName);
            if (!isChallenged || !known.IsAddressProved)
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
        // The place may be forged as well as the claim, so one that has not answered gets no more than R117 allows.
        if (_context.AnswerLimits.IsReached(doubt.EndPoint))
            _announcer.Introduce(doubt.EndPoint);
        else
            _announcer.Ask(doubt.EndPoint, isAnswer: true);
        _context.SetTimer(doubt, isLast ? EntryReplyQueue.MaxDelayMs(_context.Roster.Count) + MarginMs : QuestionIntervalMs);
    }

    /// <summary>The place in doubt was silent, or is known to be left.</summary>
    internal void Settle(PlaceDoubt doubt)
    {
        var roster = _context.Roster;
        if (_context.IsLeaving || roster.FindByName(doubt.User, doubt.Host) is not { } known)
            return;
        var place = _places.Of(known);
        End(place);
        if (!known.EndPoint.Equals(doubt.EndPoint))
            return;
        if (doubt.Claim is { } claim && _places.OtherAt(claim.From, doubt.User, doubt.Host) is null)
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
        bool isPinned = _places.IsPinned(entry.User, entry.Host);
        bool isElsewhere = known is { IsFromHostList: false } && !known.EndPoint.Equals(from);
        if (isPinned && isElsewhere && entry.ConfirmsWithProof)
            Challenges.Send(from, entry.User, entry.Host);
        // The same names with another fingerprint are a member with a new key (R72).
        if (_places.OtherAt(from, entry.User, entry.Host) is { } there)
        {
            Begin(there).Successor = claim;
            return;
        }
        if (!isPinned)
        {
            Update(claim);
            return;
        }
        var place = _places.Of(entry.User, entry.Host);
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
        var place = _places.Of(member);
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
}
