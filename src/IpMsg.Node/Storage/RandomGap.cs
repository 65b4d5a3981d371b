using IpMsg.Protocol.Members;

namespace IpMsg.Node.Storage;

/// <summary>
/// How much greater than the last one a packet number is. A gap that nobody can guess keeps those from forging a confirmation who do not see
/// the packets (R12).
/// </summary>
internal static class RandomGap
{
    // Earlier versions take a shared number that is 30 days ahead of the clock for damaged, and some clients keep only 31 bits.
    private const long MaxAhead = 7L * 24 * 3600;
    private const long Divisor = 512;

    /// <summary>
    /// A gap of at least one: up to 1,181 at the clock, evenly distributed, less the farther the numbers are ahead of it, and exactly one from
    /// a week on. The clock takes a week to reach such a number, so that the width recovers.
    /// </summary>
    /// <param name="ahead">How many seconds the last number is ahead of the clock.</param>
    /// <param name="random">Randomness that others cannot guess.</param>
    internal static int Draw(long ahead, IRandomSource random)
    {
        long widest = (MaxAhead - ahead) / Divisor;
        return widest <= 1 ? 1 : random.Next(1, (int)widest + 1);
    }
}
