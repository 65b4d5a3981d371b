using IpMsg.Protocol.Members;

namespace IpMsg.Node.Storage;

/// <summary>
/// Draws the gap between two packet numbers. A random gap prevents others from forging a confirmation of a packet that they do not see
/// (R12).
/// </summary>
internal static class RandomGap
{
    // Earlier versions treat a number 30 days ahead of the clock as damaged, and some clients keep only 31 bits.
    private const long MaxAhead = 7L * 24 * 3600;
    private const long Divisor = 512;

    /// <summary>
    /// A gap of at least one: evenly distributed up to 1,181 when the numbers are at the clock, smaller the farther they are ahead, and
    /// exactly one from a week ahead. The clock catches up, so that the range grows again.
    /// </summary>
    /// <param name="ahead">The seconds by which the last number is ahead of the clock.</param>
    /// <param name="random">Unpredictable random numbers.</param>
    internal static int Draw(long ahead, IRandomSource random)
    {
        long widest = (MaxAhead - ahead) / Divisor;
        return widest <= 1 ? 1 : random.Next(1, (int)widest + 1);
    }
}
