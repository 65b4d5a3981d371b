using System;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>What a network's conditions leave of five transmissions, worked out and not measured.</summary>
internal static class DeliveryOdds
{
    private const int Transmissions = 5;

    /// <summary>The chance that at least one copy arrives.</summary>
    internal static double Delivered(LanConditions lan) => 1 - Math.Pow(NoCopy(lan, lan.Loss), Transmissions);

    /// <summary>
    /// The chance that at least one copy arrives whose confirmation arrives as well: each arrival is confirmed for itself (R43).
    /// </summary>
    internal static double Confirmed(LanConditions lan)
    {
        double copyFails = lan.Loss + (1 - lan.Loss) * NoCopy(lan, lan.Loss);
        return 1 - Math.Pow(NoCopy(lan, copyFails), Transmissions);
    }

    /// <summary>How many standard deviations a count is from what is to be expected of independent cases.</summary>
    internal static double Deviation(int count, int cases, double chance) =>
        (count - cases * chance) / Math.Sqrt(cases * chance * (1 - chance));

    // One copy, or with some chance two, each failing for itself.
    private static double NoCopy(LanConditions lan, double fails) => (1 - lan.Duplication) * fails + lan.Duplication * fails * fails;
}
