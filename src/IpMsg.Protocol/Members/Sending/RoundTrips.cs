using System.Net;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>The round trips of endpoints, learned from their confirmations (R44).</summary>
internal sealed class RoundTrips
{
    /// <summary>
    /// The maximum number of endpoints that have confirmed a message; the one whose confirmation is the oldest gives way.
    /// </summary>
    internal const int MaxConfirmed = 16_384;

    /// <summary>The maximum number of endpoints that have given a key and confirmed nothing: anybody can forge such an answer.</summary>
    internal const int MaxUnconfirmed = 4_096;

    // The weight of a new round trip, as in TCP.
    private const double Weight = 1.0 / 8;

    // So many confirmations in a row after a repetition are no chance: the recipient has become slower. A loss of 30% each way causes them
    // once in 15 messages.
    private const int MaxUnclear = 4;
    private const double SlowerFactor = 1.5;

    private readonly EndPointTable<Estimate> _known = new(MaxUnconfirmed, MaxConfirmed);

    /// <summary>The plan for a message to that endpoint.</summary>
    internal RepeatPlan PlanFor(IPEndPoint to)
    {
        if (!_known.TryGetValue(to, out var known))
            return RepeatPlan.ForSilent();
        return known.IsUpperLimit ? RepeatPlan.ForUnclear(known.Milliseconds) : RepeatPlan.ForKnown(known.Milliseconds);
    }

    /// <summary>True for an endpoint that has confirmed a message.</summary>
    internal bool IsKnown(IPEndPoint to) => _known.TryGetValue(to, out var known) && known is not { IsUpperLimit: true, Milliseconds: 0 };

    /// <summary>
    /// Notes that an endpoint has given its key. That says nothing of the time until a confirmation, before which a message is decrypted
    /// and stored.
    /// </summary>
    internal void OnKey(IPEndPoint from)
    {
        if (!_known.TryGetValue(from, out _))
            _known.Set(from, new Estimate(0, IsUpperLimit: true, 0), isProved: false);
    }

    /// <summary>
    /// Learns from the confirmation of a delivery. Its proof shows whether it belongs to the first transmission or to a repetition. In the
    /// second case the confirmation of the first was lost, and not late.
    /// </summary>
    internal void OnConfirmation(Delivery delivery, in Packet confirmation, Moment now)
    {
        var since = delivery.FirstSentAt;
        int transmissions = delivery.Transmissions;
        if (transmissions > 1 && delivery.NeedsProof)
        {
            bool isOfFirst = delivery.IsFirstProvenBy(confirmation);
            (since, transmissions) = isOfFirst ? (since, 1) : (delivery.RepeatedAt, transmissions - 1);
            if (transmissions > 1 && _known.TryGetValue(delivery.To, out var known) && !known.IsUpperLimit)
                return;
        }
        OnConfirmation(delivery.To, transmissions, (now.Elapsed - since.Elapsed).TotalMilliseconds);
    }

    /// <summary>Learns from a confirmation.</summary>
    /// <param name="from">The endpoint to which the datagram went.</param>
    /// <param name="transmissions">The number of transmissions to any of which it may belong.</param>
    /// <param name="elapsed">The time since the first of these, in milliseconds.</param>
    internal void OnConfirmation(IPEndPoint from, int transmissions, double elapsed)
    {
        if (!_known.TryGetValue(from, out var known))
            known = new Estimate(elapsed, IsUpperLimit: transmissions > 1, 0);
        else
            known = transmissions > 1 ? known.AfterUnclear(elapsed) : known.After(elapsed);
        _known.Set(from, known, isProved: true);
    }

    /// <param name="Milliseconds">The smoothed round trip; 0 before the first confirmation.</param>
    /// <param name="IsUpperLimit">True while all confirmations came after repetitions: the round trip is not longer than that.</param>
    /// <param name="Unclear">The number of confirmations after repetitions, in a row.</param>
    private readonly record struct Estimate(double Milliseconds, bool IsUpperLimit, int Unclear)
    {
        private double Slower => System.Math.Max(Milliseconds, RepeatPlan.MinMs / RepeatPlan.RoundTripFactor) * SlowerFactor;

        internal Estimate After(double elapsed) => new(IsUpperLimit ? elapsed : Milliseconds + (elapsed - Milliseconds) * Weight, false, 0);

        internal Estimate AfterUnclear(double elapsed)
        {
            if (IsUpperLimit)
                return this with { Milliseconds = elapsed };
            return Unclear + 1 < MaxUnclear ? this with { Unclear = Unclear + 1 } : new Estimate(Slower, false, 0);
        }
    }
}
