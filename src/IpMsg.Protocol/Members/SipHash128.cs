using System;
using System.Buffers.Binary;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Protocol.Members;

/// <summary>
/// SipHash-2-4 with 128 bits. Without the secret key nobody can produce collisions, which is what duplicate recognition needs, and it is
/// much faster than SHA-256 of the platform.
/// </summary>
internal sealed class SipHash128(ulong key0, ulong key1)
{
    /// <summary>Creates one with a random key.</summary>
    internal static SipHash128 Create(IRandomSource random) => new(Draw(random), Draw(random));

    internal DuplicateKey Of(ReadOnlySpan<byte> bytes)
    {
        var state = new State
        {
            V0 = key0 ^ 0x736F6D6570736575,
            V1 = key1 ^ 0x646F72616E646F6D ^ 0xEE,
            V2 = key0 ^ 0x6C7967656E657261,
            V3 = key1 ^ 0x7465646279746573,
        };
        var rest = bytes;
        for (; rest.Length >= sizeof(ulong); rest = rest.Slice(sizeof(ulong)))
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(rest));
        // The last word has the remaining bytes and, in its highest byte, the length.
        ulong last = (ulong)bytes.Length << 56;
        for (int i = 0; i < rest.Length; i++)
            last |= (ulong)rest[i] << 8 * i;
        state.Absorb(last);
        state.V2 ^= 0xEE;
        ulong first = state.Finish();
        state.V1 ^= 0xDD;
        return new DuplicateKey(first, state.Finish());
    }

    private static ulong Draw(IRandomSource random) => (ulong)random.Next(0, int.MaxValue) << 31 | (uint)random.Next(0, int.MaxValue);

    private struct State
    {
        internal ulong V0, V1, V2, V3;

        internal void Absorb(ulong word)
        {
            V3 ^= word;
            Round();
            Round();
            V0 ^= word;
        }

        internal ulong Finish()
        {
            for (int i = 0; i < 4; i++)
                Round();
            return V0 ^ V1 ^ V2 ^ V3;
        }

        private void Round()
        {
            unchecked
            {
                V0 += V1;
                V1 = RotateLeft(V1, 13) ^ V0;
                V0 = RotateLeft(V0, 32);
                V2 += V3;
                V3 = RotateLeft(V3, 16) ^ V2;
                V0 += V3;
                V3 = RotateLeft(V3, 21) ^ V0;
                V2 += V1;
                V1 = RotateLeft(V1, 17) ^ V2;
                V2 = RotateLeft(V2, 32);
            }
        }

        private static ulong RotateLeft(ulong value, int bits) => value << bits | value >> 64 - bits;
    }
}
