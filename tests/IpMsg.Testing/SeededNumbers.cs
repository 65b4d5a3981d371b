namespace IpMsg.Testing;

/// <summary>SplitMix64: the same numbers for the same seed on every platform and every version of .NET.</summary>
public struct SeededNumbers(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Sixty-four random bits.</summary>
    public ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to just below the limit; 0 when the limit is 0.</summary>
    public int Below(int limit) => limit <= 0 ? 0 : (int)(Next() % (uint)limit);
}
