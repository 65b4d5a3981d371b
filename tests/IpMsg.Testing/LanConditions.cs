namespace IpMsg.Testing;

/// <summary>How a simulated network and its disks behave. Every chance is drawn anew for each datagram and each receiver.</summary>
public sealed record LanConditions
{
    /// <summary>Nothing is lost, and everything takes no time.</summary>
    public static readonly LanConditions Perfect = new();

    /// <summary>The chance of each copy of a datagram to get lost.</summary>
    public double Loss { get; init; }

    /// <summary>The chance of a datagram to be sent twice.</summary>
    public double Duplication { get; init; }

    /// <summary>The least time on the way, in milliseconds.</summary>
    public int MinDelay { get; init; }

    /// <summary>The most time on the way; what was sent later may overtake.</summary>
    public int MaxDelay { get; init; }

    /// <summary>The most time that a disk takes for a message.</summary>
    public int MaxPersist { get; init; }

    /// <summary>The chance of a disk to fail.</summary>
    public double PersistFailure { get; init; }
}
