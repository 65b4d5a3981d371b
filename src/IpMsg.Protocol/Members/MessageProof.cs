using System;
using System.Globalization;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>
/// The proof in an IPMSG_RECVMSG that its sender has received the message (R107): 64 bits of a hash over the datagram, which contains 64
/// random bits.
/// </summary>
internal static class MessageProof
{
    /// <summary>The length of the trailer of a message that asks for a proof, in bytes.</summary>
    internal const int NonceLength = 20;

    private const int HexDigits = 16;

    // The text "IPMsg R107 proof". The key need not be secret: the datagram contains what a forger does not know.
    private static readonly SipHash128 s_hash = new(0x3152_2067_734D_5049, 0x666F_6F72_7020_3730);

    private static ReadOnlySpan<byte> NonceTag => "\nPN:"u8;

    private static ReadOnlySpan<byte> ProofTag => "PF:"u8;

    /// <summary>Draws the 64 bits that make a datagram unpredictable.</summary>
    internal static ulong DrawNonce(IRandomSource random)
    {
        ulong nonce = 0;
        for (int i = 0; i < 4; i++)
            nonce = nonce << 16 | (uint)random.Next(0, 0x1_0000);
        return nonce;
    }

    /// <summary>Writes the trailer of a message that asks for a proof.</summary>
    internal static void WriteNonce(ref PacketWriter writer, ulong nonce)
    {
        writer.Bytes(NonceTag);
        writer.Hex(nonce, HexDigits);
    }

    /// <summary>
    /// The body of the confirmation of a message: its number with the digits as received (R7), and when the message asks for it, a NUL and
    /// the proof.
    /// </summary>
    internal static string ConfirmationOf(in Packet message)
    {
        string number = PacketNumber.Text(message.Number);
        return IsAskedFor(message)
            ? number + "\0PF:" + Of(message.Whole).ToString("x16", CultureInfo.InvariantCulture)
            : number;
    }

    /// <summary>True for a message that asks for a proof.</summary>
    internal static bool IsAskedFor(in Packet message) =>
        (message.MessageFlags & MessageFlags.SendCheck) != 0 && message.Trailer.IndexOf(NonceTag) >= 0;

    /// <summary>The proof of a datagram. NULs at the end, which late transmissions have, do not count (R2, R44).</summary>
    internal static ulong Of(ReadOnlySpan<byte> datagram) => s_hash.Of(datagram.TrimEnd((byte)0)).First;

    /// <summary>True when a confirmation contains the proof of the datagram.</summary>
    internal static bool IsIn(in Packet confirmation, ReadOnlySpan<byte> datagram)
    {
        var ext = confirmation.Ext;
        if (!ext.StartsWith(ProofTag) || ext.Length != ProofTag.Length + HexDigits)
            return false;
        Span<byte> digits = stackalloc byte[HexDigits];
        var writer = new PacketWriter(digits);
        writer.Hex(Of(datagram), HexDigits);
        return ext.Slice(ProofTag.Length).SequenceEqual(digits);
    }
}
