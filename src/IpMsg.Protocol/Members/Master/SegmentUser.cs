using System.Net;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A user of a segment.</summary>
internal sealed class SegmentUser(IPEndPoint endPoint)
{
    /// <summary>Its address and port.</summary>
    internal IPEndPoint EndPoint => endPoint;

    /// <summary>Its names.</summary>
    internal NameKey Names { get; set; }

    /// <summary>False when it cannot be an agent.</summary>
    internal bool CanBeAgent { get; set; }

    /// <summary>The time of its last poll, in monotonic milliseconds; likewise below.</summary>
    internal long PolledAt { get; set; }

    /// <summary>When it was asked to be an agent; null when it has no order.</summary>
    internal long? OrderedAt { get; set; }

    /// <summary>True while it is unknown whether it takes the order.</summary>
    internal bool IsOrdered { get; set; }

    /// <summary>When it has said that it is no agent; null when it has not.</summary>
    internal long? RejectedAt { get; set; }

    /// <summary>When it has failed as an agent; null when it has not.</summary>
    internal long? FailedAt { get; set; }

    internal bool IsBetterThan(SegmentUser other) =>
        FailedAt == other.FailedAt ? PolledAt > other.PolledAt : (FailedAt ?? long.MinValue) < (other.FailedAt ?? long.MinValue);
}
