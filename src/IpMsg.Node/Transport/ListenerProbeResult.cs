using System;

namespace IpMsg.Node.Transport;

/// <summary>What a <see cref="ListenerProbe"/> has found.</summary>
/// <param name="RoundTrip">The time from a request to its answer; null without an answer.</param>
/// <param name="Version">The version that the listener sent.</param>
/// <param name="AnswerFailure">Why there was no answer; null when there was one.</param>
/// <param name="ConnectFailure">Why the TCP port accepted no connection; null when it did.</param>
internal sealed record ListenerProbeResult(TimeSpan? RoundTrip, string? Version, string? AnswerFailure, string? ConnectFailure);
