using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>What is left to say of a crowd when it has gone home: its seed, its counts, and what went wrong.</summary>
internal sealed class CrowdTally
{
    internal CrowdTally(ulong seed, Crowd crowd)
    {
        Seed = seed;
        Hash = crowd.Lan.Trace.Hash;
        Datagrams = crowd.Lan.Arrived;
        Complaints = [.. crowd.Complaints, .. crowd.All.SelectMany(each => ComplaintsOf(crowd, each))];
        foreach (var message in crowd.All)
            Count(crowd, message);
        LogFailures = crowd.Machines.Sum(each => each.Counters.LogFailures);
        Duplicates = crowd.Machines.Sum(each => each.Counters.Duplicates);
    }

    internal ulong Seed { get; }

    internal ulong Hash { get; }

    internal long Datagrams { get; }

    internal List<string> Complaints { get; }

    /// <summary>First messages of a sender to a recipient that nothing but the lossy network has touched.</summary>
    internal int Plain { get; private set; }

    internal int PlainDelivered { get; private set; }

    internal int PlainConfirmed { get; private set; }

    /// <summary>Messages that had no way to their recipients, who were cut off or had crashed.</summary>
    internal int Hopeless { get; private set; }

    internal long LogFailures { get; }

    internal long Duplicates { get; }

    private void Count(Crowd crowd, CrowdMessage message)
    {
        if (IsHopeless(crowd, message))
            Hopeless++;
        if (!message.IsFirst || !IsPlain(crowd, message))
            return;
        Plain++;
        if (message.Arrivals > 0)
            PlainDelivered++;
        if (message.Status == DeliveryStatus.Confirmed)
            PlainConfirmed++;
    }

    private static bool IsPlain(Crowd crowd, CrowdMessage message) =>
        !Crowd.HasBadDisk(message.To)
        && !(CrossesCut(crowd, message) && message.IsUnderWay(Crowd.CutAt, Crowd.MendedAt))
        && !((crowd.IsFragile(message.From) || crowd.IsFragile(message.To))
            && (message.FirstSentAt < 0 || message.IsUnderWay(Crowd.CrashAt, long.MaxValue)));

    private static bool IsHopeless(Crowd crowd, CrowdMessage message) =>
        CrossesCut(crowd, message) && message.FirstSentAt > Crowd.CutAt && message.FirstSentAt + Crowd.MaxDelivery <= Crowd.MendedAt
        || crowd.IsFragile(message.To) && message.FirstSentAt > Crowd.CrashAt;

    private static bool CrossesCut(Crowd crowd, CrowdMessage message) => crowd.IsCutOff(message.From) != crowd.IsCutOff(message.To);

    private static IEnumerable<string> ComplaintsOf(Crowd crowd, CrowdMessage message)
    {
        if (message.Status == DeliveryStatus.Confirmed && message.Arrivals == 0)
            yield return $"Message {message.Index} was confirmed and never came.";
        if (message.From.IsUp && message.Status is not (DeliveryStatus.Confirmed or DeliveryStatus.Unconfirmed))
            yield return $"Message {message.Index} never came to an end.";
        if (message.From.IsUp && message.Ends != 1 && IsPlain(crowd, message))
            yield return $"The end of message {message.Index} was told {message.Ends} times.";
        if (IsHopeless(crowd, message) && (message.Arrivals > 0 || message.Status == DeliveryStatus.Confirmed))
            yield return $"Message {message.Index} came where nothing could come.";
    }
}
