using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets;

/// <summary>What the first byte of an input chooses, for targets whose reader depends on what is known of the sender.</summary>
internal readonly struct Choices
{
    private const int Dialects = 5, Encodings = 4;

    private Choices(byte choice)
    {
        Codec = Codecs.By(choice);
        Observed = (ObservedEncoding)(choice / 3 % Encodings);
        Dialect = (ClientDialect)(choice / (3 * Encodings) % Dialects);
        IsOdd = (choice & 1) != 0;
        IsFlagged = choice >= 3 * Encodings * Dialects;
    }

    /// <summary>The receiver's code page.</summary>
    internal TextCodec Codec { get; }

    /// <summary>The observed encoding of the sender.</summary>
    internal ObservedEncoding Observed { get; }

    /// <summary>The dialect of the sender.</summary>
    internal ClientDialect Dialect { get; }

    /// <summary>True for UTF8OPT.</summary>
    internal bool IsFlagged { get; }

    /// <summary>A choice of the target's own.</summary>
    internal bool IsOdd { get; }

    /// <summary>Splits the input. An empty one chooses like a zero.</summary>
    internal static Choices Of(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> rest)
    {
        rest = input.IsEmpty ? default : input[1..];
        return new Choices(input.IsEmpty ? (byte)0 : input[0]);
    }
}
