using System;
using System.Collections.Generic;

namespace IpMsg.Fuzzing;

/// <summary>
/// Code that reads bytes from the network, with what must be true for any bytes. One instance for each thread. An input never changes what
/// a later one does, so a failure repeats with its input alone.
/// </summary>
internal abstract class FuzzTarget
{
    /// <summary>The name on the command line, and of the folder of its vectors.</summary>
    internal abstract string Name { get; }

    /// <summary>Good inputs of every kind. Mutations begin with them.</summary>
    internal abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Byte strings that have a meaning for the reader. Mutations insert them.</summary>
    internal virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Reads the input. Throws when the reader does, or when something is not true.</summary>
    internal abstract void Run(ReadOnlySpan<byte> input);
}
