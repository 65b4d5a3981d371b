using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol;

/// <summary>
/// Messages on their way: many recipients at once, one message at a time to each, five transmissions a second apart until the
/// confirmation comes (R44, R45).
/// </summary>
internal sealed class Outbox
{
    internal const int Attempts = 5;
    internal const int IntervalMs = 1_000;
    private const int PlainAttempts = 3;

    private readonly MemberContext _context;
    private readonly Outlet _outlet;
    private readonly SentHistory _history;
    private readonly Announcer _announcer;
    private readonly OfferDesk _offers;
    private readonly Protector _protector;
    private readonly Pacer _pacer = new();
    private readonly Dictionary<IPEndPoint, Lane> _lanes = [];
    private readonly Queue<Lane> _ready = new();
    private readonly Doorkeeper _doorkeeper;

    internal Outbox(MemberContext context, Outlet outlet, SentHistory history, Announcer announcer, OfferDesk offers, Protector protector)
    {
        _context = context;
        _outlet = outlet;
        _history = history;
        _announcer = announcer;
        _offers = offers;
        _protector = protector;
        protector.Serve(this);
        _doorkeeper = new Doorkeeper(this);
    }

    /// <summary>Puts deliveries on their way, also such as have been before and were not confirmed.</summary>
    internal void Dispatch(IEnumerable<Delivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            if (delivery.IsUnderWay)
                continue;
            if (delivery.Status == DeliveryStatus.Unconfirmed)
                _context.Counters.Unconfirmed--;
            delivery.IsUnderWay = true;
            delivery.Status = DeliveryStatus.Pending;
            delivery.Reason = null;
            delivery.Refusal = DeliveryRefusal.None;
            _offers.Make(delivery);
            if (!_lanes.TryGetValue(delivery.To, out var lane))
                _lanes[delivery.To] = lane = new Lane(this, delivery.To);
            lane.Add(delivery);
            if (lane.Current is null)
                _ready.Enqueue(lane);
            if (delivery.TimeoutMs is { } timeout)
                _context.SetAlarm(delivery.Deadline = new Deadline(this, delivery), timeout);
        }
        if (_context.IsLeaving)
            GiveUpAll();
        else
            Pump();
    }

    /// <summary>A confirmation came (R45). False when nothing under way to that endpoint has this number.</summary>
    internal bool Confirm(IPEndPoint from, uint number)
    {
        if (!_lanes.TryGetValue(from, out var lane) || lane.Current is not { } delivery || delivery.Number != number)
            return false;
        _pacer.Confirmed();
        delivery.RoundTrip = _context.Now.Elapsed - delivery.FirstSentAt.Elapsed;
        _context.Counters.Confirmed++;
        End(lane, delivery, DeliveryStatus.Confirmed, null);
        return true;
    }

    /// <summary>What is under way to an endpoint; null when nothing is.</summary>
    internal Delivery? UnderWayTo(IPEndPoint to) => _lanes.TryGetValue(to, out var lane) ? lane.Current : null;

    /// <summary>The user, the network or the time has ended a delivery.</summary>
    internal void GiveUp(Delivery delivery, DeliveryStatus status, string? reason)
    {
        if (!delivery.IsUnderWay || !_lanes.TryGetValue(delivery.To, out var lane))
            return;
        if (status == DeliveryStatus.Unconfirmed)
            _context.Counters.Unconfirmed++;
        End(lane, delivery, status, reason);
    }

    internal void GiveUpAll()
    {
        foreach (var lane in new List<Lane>(_lanes.Values))
        {
            while (lane.TryAdvance())
                GiveUp(lane.Current!, DeliveryStatus.Unconfirmed, "The listener was stopped.");
        }
    }

    internal void Repeat(Lane lane)
    {
        if (lane.Current is not { } delivery)
            return;
        if (delivery.Attempts >= Attempts)
            GiveUp(delivery, DeliveryStatus.Unconfirmed, delivery.Reason);
        else
            Transmit(lane, delivery);
    }

    private void Pump()
    {
        while (_ready.Count > 0)
        {
            var lane = _ready.Peek();
            if (lane.Current is not null || lane.IsEmpty)
            {
                _ready.Dequeue();
                continue;
            }
            if (!_pacer.TryPass(_context.Now.Milliseconds))
            {
                if (_doorkeeper.DueAt == Moment.Never)
                    _context.SetAlarm(_doorkeeper, Pacer.ReopenMs);
                return;
            }
            _ready.Dequeue();
            if (lane.TryAdvance())
                Begin(lane, lane.Current!);
            else
                _lanes.Remove(lane.To);
        }
    }

    private void Begin(Lane lane, Delivery delivery)
    {
        // iptux forgets the last number when it sees an entry; without one it would drop the old number unseen.
        if (delivery is { Attempts: > 0, Member.Dialect: ClientDialect.Iptux })
            _announcer.Introduce(delivery.To);
        delivery.Attempts = 0;
        delivery.IsDoubted = false;
        delivery.FirstSentAt = _context.Now;
        if (_protector.IsReady(delivery))
            Send(lane, delivery);
    }

    /// <summary>A message whose protection took a while may go out now.</summary>
    internal void Ready(Delivery delivery)
    {
        if (!_lanes.TryGetValue(delivery.To, out var lane) || lane.Current != delivery)
            return;
        delivery.FirstSentAt = _context.Now;
        Send(lane, delivery);
    }

    private void Send(Lane lane, Delivery delivery)
    {
        _history.Add(delivery);
        Transmit(lane, delivery);
        // To encrypt takes as long as a confirmation, so the next one is encrypted meanwhile.
        if (lane.Next is { Status: DeliveryStatus.Pending } next)
            _protector.Prepare(next);
        if (delivery.Message.IsOneShot)
            End(lane, delivery, DeliveryStatus.Sent, null);
    }

    // The reference client adds NULs to its last transmissions, because some network cards garble checksums of certain lengths.
    private void Transmit(Lane lane, Delivery delivery)
    {
        delivery.Attempts++;
        int length = delivery.Attempts > PlainAttempts ? delivery.Length + Composer.Padding : delivery.Length;
        _outlet.Again(delivery.To, delivery.Bytes, length, delivery);
        _context.SetAlarm(lane, IntervalMs);
    }

    private void End(Lane lane, Delivery delivery, DeliveryStatus status, string? reason)
    {
        delivery.Status = status;
        delivery.Reason = reason;
        delivery.IsUnderWay = false;
        _protector.Forget(delivery);
        // Nobody has heard of what it offers.
        if (status == DeliveryStatus.Refused || delivery.Attempts == 0)
            _offers.Unmake(delivery);
        if (delivery.Deadline is { } deadline)
            AlarmClock.Clear(deadline);
        _context.Tell(MemberActionKind.Delivered, delivery);
        if (!ReferenceEquals(lane.Current, delivery))
            return;
        lane.Current = null;
        AlarmClock.Clear(lane);
        if (lane.IsEmpty)
            _lanes.Remove(lane.To);
        else
            _ready.Enqueue(lane);
        if (!_context.IsLeaving)
            Pump();
    }

    private sealed class Doorkeeper(Outbox outbox) : Alarm
    {
        internal override void Ring() => outbox.Pump();
    }

    private sealed class Deadline(Outbox outbox, Delivery delivery) : Alarm
    {
        internal override void Ring() => outbox.GiveUp(delivery, DeliveryStatus.Unconfirmed, "The time was up.");
    }
}
