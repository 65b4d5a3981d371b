using System;

namespace IpMsg.Fuzzing;

/// <summary>Checks of the targets. They need no test framework, because the instrumented program runs without one.</summary>
internal static class Require
{
    /// <summary>Throws unless it is true.</summary>
    internal static void That(bool isTrue, string what)
    {
        if (!isTrue)
            throw new BrokenInvariantException(what);
    }
}
