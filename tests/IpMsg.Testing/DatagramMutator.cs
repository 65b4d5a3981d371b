using System;
using System.Collections.Generic;

namespace IpMsg.Testing;

/// <summary>
/// Damages good datagrams. The datagram with a given index depends on the seed, the index and the examples alone, so a failure is
/// found again without making those before it. One instance for each thread.
/// </summary>
/// <param name="seed">What decides every datagram.</param>
/// <param name="examples">Good datagrams, as many kinds as there are.</param>
public sealed class DatagramMutator(ulong seed, IReadOnlyList<byte[]> examples)
{
    private readonly MutableDatagram _datagram = new();

    /// <summary>The damaged datagram with this index; the bytes are good until the next call.</summary>
    public ReadOnlySpan<byte> Make(int index)
    {
        var random = new SeededNumbers(seed ^ (ulong)index * 0xD1342543DE82EF95);
        _datagram.Assign(Example(ref random));
        for (int damages = 1 + random.Below(3); damages > 0; damages--)
            Damage(ref random);
        return _datagram.Bytes;
    }

    private byte[] Example(ref SeededNumbers random) => examples[random.Below(examples.Count)];

    private void Damage(ref SeededNumbers random)
    {
        switch (random.Below(9))
        {
            case 0: Mutation.FlipBits(_datagram, ref random); break;
            case 1: Mutation.Overwrite(_datagram, ref random); break;
            case 2: Mutation.Insert(_datagram, ref random); break;
            case 3: Mutation.Remove(_datagram, ref random); break;
            case 4: Mutation.Truncate(_datagram, ref random); break;
            case 5: Mutation.Splice(_datagram, Example(ref random), ref random); break;
            case 6: Mutation.InflateNumber(_datagram, ref random); break;
            case 7: Mutation.Storm(_datagram, ref random); break;
            default: Mutation.Repeat(_datagram, ref random); break;
        }
    }
}
