using System;
using System.Collections.Generic;
using System.Linq;

namespace IpMsg.Benchmarks.Master;

/// <summary>The bytes of one phase, and what it cost the master.</summary>
/// <param name="Name">The name.</param>
/// <param name="Seconds">Its simulated duration.</param>
/// <param name="Ordinary">Bytes of a member that is no agent.</param>
/// <param name="Agent">Bytes of a first agent.</param>
/// <param name="Master">Bytes of the master.</param>
internal sealed record PhaseResult(string Name, double Seconds, RoleTraffic Ordinary, RoleTraffic Agent, RoleTraffic Master)
{
    /// <summary>The processor time of the master's state machine, in milliseconds.</summary>
    internal double MachineMs { get; init; }

    /// <summary>The processor time of the master's signatures, in milliseconds.</summary>
    internal double SignatureMs { get; init; }

    /// <summary>The bytes that the master has allocated.</summary>
    internal double Allocated { get; init; }

    /// <summary>The part of its calls without a time.</summary>
    internal double LeftOut { get; init; }

    /// <summary>In percent of one core.</summary>
    internal double Percent => (MachineMs + SignatureMs) / Seconds / 10;
}

/// <summary>Bytes sent and received by kind, in total over a phase.</summary>
internal sealed record RoleTraffic(double[] Sent, double[] Received)
{
    internal double Total => Sent.Sum() + Received.Sum();

    internal double Of(TrafficKind kind) => Sent[(int)kind] + Received[(int)kind];

    /// <summary>
    /// The mean over some members. Questions between segments are those of the members with the whole list.
    /// </summary>
    internal static RoleTraffic Mean(IReadOnlyCollection<CampusStation> members, IReadOnlyCollection<CampusStation> whole)
    {
        var (sent, received) = (new double[TrafficKinds.Count], new double[TrafficKinds.Count]);
        foreach (var kind in Enum.GetValues<TrafficKind>())
        {
            var counted = kind == TrafficKind.Questions ? whole : members;
            if (counted.Count == 0)
                continue;
            sent[(int)kind] = counted.Average(each => (double)each.Traffic.Sent(kind));
            received[(int)kind] = counted.Average(each => (double)each.Traffic.Received(kind));
        }
        return new RoleTraffic(sent, received);
    }
}
