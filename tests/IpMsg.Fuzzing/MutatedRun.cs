using System;
using System.Collections.Generic;
using IpMsg.Testing;

namespace IpMsg.Fuzzing;

/// <summary>
/// Runs a target on damaged seeds and vectors without instrumentation. The seed decides all of them, so a failure repeats.
/// </summary>
internal static class MutatedRun
{
    /// <summary>The longest input. afl-fuzz gets the same limit, and spends its time on short ones.</summary>
    internal const int MaxLength = 4096;

    /// <summary>Runs all good inputs, and that many damaged ones.</summary>
    /// <returns>The first input that fails, with the failure; null without one.</returns>
    internal static (byte[] Input, Exception Failure)? Find(FuzzTarget target, ulong seed, int count)
    {
        IReadOnlyList<byte[]> examples = [.. target.Seeds, .. FuzzVectors.Of(target)];
        foreach (byte[] example in examples)
        {
            if (Try(target, example) is { } failure)
                return (example, failure);
        }
        var mutator = new DatagramMutator(seed, examples);
        for (int index = 0; index < count; index++)
        {
            var input = mutator.Make(index);
            input = input[..Math.Min(input.Length, MaxLength)];
            if (Try(target, input) is { } failure)
                return (input.ToArray(), failure);
        }
        return null;
    }

    /// <summary>The failure of one input; null without one.</summary>
    internal static Exception? Try(FuzzTarget target, ReadOnlySpan<byte> input)
    {
        try
        {
            target.Run(input);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }
}
