using IpMsg.Protocol.Members.Sending;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>One message of a crowd, with what happened to it at both ends.</summary>
internal sealed class CrowdMessage(int index, SimulatedHost from, SimulatedHost to)
{
    internal int Index => index;

    internal SimulatedHost From => from;

    internal SimulatedHost To => to;

    internal Delivery? Delivery { get; set; }

    /// <summary>True for the first message of this sender to this recipient. Others have more transmissions (R44).</summary>
    internal bool IsFirst { get; set; }

    /// <summary>When it was first transmitted; negative before. Not when it was wished for: it may have waited for its turn.</summary>
    internal long FirstSentAt { get; set; } = -1;

    /// <summary>How often its sender was told of its end.</summary>
    internal int Ends { get; set; }

    /// <summary>How often it came out of the recipient's machine.</summary>
    internal int Arrivals { get; set; }

    internal DeliveryStatus Status => Delivery?.Status ?? DeliveryStatus.Pending;

    /// <summary>
    /// True when its transmissions could be under way at some time between the two. It goes by the time that they can take, not by that
    /// which they took: else those that end early would look less touched by what comes later, and the statistics would lean.
    /// </summary>
    internal bool IsUnderWay(long since, long until) => FirstSentAt < until && FirstSentAt + Crowd.MaxDelivery > since;
}
