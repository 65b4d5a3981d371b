using System;

namespace IpMsg.Node.Storage;

/// <summary>
/// What the files of the packet numbers contain: the last number, and the clock that the numbers follow. That clock is the system's, but it
/// never goes back: where the system's was set back, it goes on at half the speed until the system's has reached it (R12).
/// </summary>
/// <param name="Last">The last number. It has 64 bits although a packet number has 32.</param>
/// <param name="Clock">The clock of the numbers at the last draw, in UNIX seconds.</param>
/// <param name="Wall">The clock of the system then. <see cref="Of"/> makes it the earliest time when the clock is not known.</param>
internal readonly record struct NumberRecord(long Last, long Clock, long Wall)
{
    /// <summary>The length in bytes. Earlier versions write the last number alone.</summary>
    internal const int Size = 4 * sizeof(long);

    // No user sends that many messages: a number beyond is damaged.
    private const long MaxAhead = 30L * 24 * 3600;

    // The longest time that a draw can carry the clock on while it is ahead. So a wrong clock that comes again carries it no farther.
    private const long MaxStep = 24L * 3600;

    private const long UnknownWall = long.MinValue;

    /// <summary>No number.</summary>
    internal static NumberRecord None => new(0, 0, UnknownWall);

    /// <summary>True when the clock of the numbers was written with the number.</summary>
    internal bool HasClock => Wall != UnknownWall;

    /// <summary>Reads what is in a file. A clock without the right check, such as of an earlier version, is not known.</summary>
    internal static NumberRecord Of(byte[] bytes, int length)
    {
        if (length < sizeof(long))
            return None;
        long last = BitConverter.ToInt64(bytes, 0);
        if (length < Size)
            return None with { Last = last };
        var read = new NumberRecord(last, BitConverter.ToInt64(bytes, sizeof(long)), BitConverter.ToInt64(bytes, 2 * sizeof(long)));
        return read.Check == BitConverter.ToInt64(bytes, 3 * sizeof(long)) && read.IsPossible ? read : None with { Last = last };
    }

    /// <summary>The bytes for a file.</summary>
    internal byte[] ToBytes()
    {
        byte[] bytes = new byte[Size];
        long[] fields = [Last, Clock, Wall, Check];
        Buffer.BlockCopy(fields, 0, bytes, 0, Size);
        return bytes;
    }

    /// <summary>
    /// The greater valid number of two files, and the clock at a time of the system. A number that is more than 30 days ahead of that clock
    /// is not valid: the clock, which has a check, tells a number of a wrong clock from a damaged one.
    /// </summary>
    /// <param name="one">What is in a file.</param>
    /// <param name="other">What is in the other file.</param>
    /// <param name="drawn">What this process wrote last, for files that were damaged since.</param>
    /// <param name="wall">The time of the system.</param>
    internal static NumberRecord Latest(NumberRecord one, NumberRecord other, NumberRecord drawn, long wall)
    {
        var known = Newer(drawn, Newer(one, other));
        var now = known.HasClock ? known.At(wall) : new NumberRecord(0, wall, wall);
        return now with { Last = Math.Max(now.Valid(one.Last), now.Valid(other.Last)) };
    }

    /// <summary>The same number with the clock moved to a time of the system.</summary>
    internal NumberRecord At(long wall)
    {
        long passed = HasClock ? Math.Min(Math.Max(wall - Wall, 0), MaxStep) : 0;
        long clock = Clock + passed / 2;
        // The odd second counts with the next draw.
        return wall >= clock ? new NumberRecord(Last, wall, wall) : new NumberRecord(Last, clock, wall - passed % 2);
    }

    private long Check => unchecked(~(Last + 3 * Clock + 5 * Wall));

    // A clock beyond 2106 was wrong, since packet numbers restart then.
    private bool IsPossible => Last >= 0 && Clock is >= 0 and <= uint.MaxValue && Wall > UnknownWall / 2 && Wall <= Clock;

    private static NumberRecord Newer(NumberRecord one, NumberRecord other) =>
        !other.HasClock || one.HasClock && one.Last >= other.Last ? one : other;

    private long Valid(long number) => number < 0 || number > Clock + MaxAhead ? 0 : number;
}
