using System;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>When a message is repeated, and when its sender gives up (R44).</summary>
internal sealed class RepeatPlan
{
    /// <summary>The maximum number of transmissions to an endpoint that has not answered yet. Often nobody is there.</summary>
    internal const int SilentAttempts = 5;

    /// <summary>
    /// The maximum number of transmissions to an endpoint that has answered. When 30% of the datagrams are lost each way, 3 of 10,000
    /// messages need more.
    /// </summary>
    internal const int MaxAttempts = 12;

    /// <summary>The interval while the round trip is not known, and the shortest wait after the last transmission.</summary>
    internal const int UnknownMs = 1_000;

    /// <summary>The shortest first interval, as in the TCP of Linux: a busy machine confirms late.</summary>
    internal const int MinMs = 200;

    /// <summary>The longest first interval. Some clients need 2.5 s.</summary>
    internal const int MaxMs = 3_000;

    /// <summary>The last transmission is at most so long after the first.</summary>
    internal const int PeriodMs = 9_000;

    /// <summary>The first interval in round trips, before up to a fifth is added to it.</summary>
    internal const double RoundTripFactor = 2.5;

    private const double Growth = 1.2, MarginFactor = 1.25;
    private const int MaxJitterPermille = 200;

    private readonly int _maxAttempts;
    private readonly bool _grows;
    private double _intervalMs;

    private RepeatPlan(int maxAttempts, double intervalMs, bool grows) =>
        (_maxAttempts, _intervalMs, _grows) = (maxAttempts, intervalMs, grows);

    /// <summary>True when the last transmission was made.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>The plan for an endpoint that has not answered yet.</summary>
    internal static RepeatPlan ForSilent() => new(SilentAttempts, UnknownMs, grows: false);

    /// <summary>The plan for an endpoint that has answered, and whose round trip is not known.</summary>
    /// <param name="upperLimitMs">The longest that the round trip can be; 0 when it has confirmed nothing yet.</param>
    internal static RepeatPlan ForUnclear(double upperLimitMs) =>
        new(MaxAttempts, Math.Min(Math.Max(upperLimitMs * MarginFactor, UnknownMs), MaxMs), grows: false);

    /// <summary>The plan for an endpoint with that round trip.</summary>
    internal static RepeatPlan ForKnown(double roundTripMs) =>
        new(MaxAttempts, Math.Min(Math.Max(roundTripMs * RoundTripFactor, MinMs), MaxMs), grows: true);

    /// <summary>The time until the next transmission in milliseconds; after the last one, until the end.</summary>
    /// <param name="attempts">The number of transmissions so far.</param>
    /// <param name="elapsedMs">The time since the first.</param>
    /// <param name="random">Spreads the repetitions of several senders.</param>
    internal int NextDelay(int attempts, long elapsedMs, IRandomSource random)
    {
        double delay = _intervalMs;
        if (_grows)
        {
            // Once a message: a second draw could make an interval shorter than the one before.
            if (attempts == 1)
                delay *= 1 + random.Next(0, MaxJitterPermille + 1) / 1_000.0;
            _intervalMs = delay * Growth;
        }
        IsComplete = attempts >= _maxAttempts || elapsedMs + delay > PeriodMs;
        return (int)(IsComplete ? Math.Min(Math.Max(delay, UnknownMs), MaxMs) : delay);
    }
}
