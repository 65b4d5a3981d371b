using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace IpMsg.Fuzzing;

/// <summary>What the code that sharpfuzz adds to a library needs. Without instrumentation nothing uses it.</summary>
internal static unsafe class Instrumentation
{
    // The size of afl's map.
    private const int MapSize = 1 << 16;

    /// <summary>
    /// Gives instrumented code a map to count in. afl-fuzz has one of its own later. Before that, and without afl-fuzz, the pointer is
    /// null.
    /// </summary>
    internal static void UseOwnMap() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(MapSize);
}
