using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>The round trips of endpoints, learned from what they answer (R44).</summary>
internal sealed class RoundTrips
{
    /// <summary>The maximum number of endpoints; the one that was learned first gives way.</summary>
    internal const int Capacity = 16_384;

    // The weight of a new round trip, as in TCP.
    private const double Weight = 1.0 / 8;

    // So many answers in a row after a repetition are no chance: the recipient has become slower. 30% loss causes them once in 15 messages.
    private const int MaxUnclear = 4;
    private const double SlowerFactor = 1.5;

    // A key is sent at once. A message is decrypted and stored before it is confirmed, and the first one takes longest.
    private const double FirstMessageMs = 150;

    private readonly Dictionary<IPEndPoint, Estimate> _known = [];
    private readonly Queue<IPEndPoint> _order = new();

    /// <summary>The plan for a message to that endpoint.</summary>
    internal RepeatPlan PlanFor(IPEndPoint to)
    {
        if (!_known.TryGetValue(to, out var known))
            return RepeatPlan.ForUnknown(0);
        return known.IsUpperLimit ? RepeatPlan.ForUnknown(known.Milliseconds) : RepeatPlan.ForKnown(known.Milliseconds);
    }

    /// <summary>Learns from a key, which comes sooner than the confirmation of a first message.</summary>
    internal void OnKey(IPEndPoint from, int transmissions, double elapsed)
    {
        if (!_known.ContainsKey(from))
            Add(from, new Estimate(elapsed + FirstMessageMs, IsUpperLimit: transmissions > 1, IsFromKey: true, 0));
    }

    /// <summary>Learns from an answer.</summary>
    /// <param name="from">The endpoint to which the datagram went.</param>
    /// <param name="transmissions">The number of transmissions. After several the answer belongs to any of them.</param>
    /// <param name="elapsed">The time since the first transmission, in milliseconds.</param>
    internal void OnAnswer(IPEndPoint from, int transmissions, double elapsed)
    {
        if (_known.TryGetValue(from, out var known))
            _known[from] = transmissions > 1 ? known.AfterUnclear(elapsed) : known.After(elapsed);
        else
            Add(from, new Estimate(elapsed, IsUpperLimit: transmissions > 1, IsFromKey: false, 0));
    }

    private void Add(IPEndPoint from, Estimate estimate)
    {
        if (_order.Count >= Capacity)
            _known.Remove(_order.Dequeue());
        _order.Enqueue(from);
        _known[from] = estimate;
    }

    /// <param name="Milliseconds">The smoothed round trip.</param>
    /// <param name="IsUpperLimit">True while all answers came after repetitions: the round trip is not longer than that.</param>
    /// <param name="IsFromKey">True before the first confirmation.</param>
    /// <param name="Unclear">The number of answers after repetitions, in a row.</param>
    private readonly record struct Estimate(double Milliseconds, bool IsUpperLimit, bool IsFromKey, int Unclear)
    {
        internal Estimate After(double elapsed) =>
            new(IsUpperLimit || IsFromKey ? elapsed : Smoothed(elapsed), false, false, 0);

        private double Slower => System.Math.Max(Milliseconds, RepeatPlan.MinMs / RepeatPlan.RoundTripFactor) * SlowerFactor;

        private double Smoothed(double elapsed) => Milliseconds + (elapsed - Milliseconds) * Weight;

        internal Estimate AfterUnclear(double elapsed)
        {
            if (IsUpperLimit)
                return this with { Milliseconds = elapsed };
            return Unclear + 1 < MaxUnclear
                ? this with { Unclear = Unclear + 1 }
                : new Estimate(Slower, false, false, 0);
        }
    }
}
