using System;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.IPDict;

/// <summary>
/// What members of ours add to an encrypted dictionary (R107, R118): the lines that a message of format 1 has in its trailer, and a mark of
/// repetitions. As in format 1, they are outside of what is signed.
/// </summary>
internal static class IpDictExtensions
{
    /// <summary>TRL, bytes: the lines of the trailer.</summary>
    internal static ReadOnlySpan<byte> Lines => "TRL"u8;

    /// <summary>FX, str: the extended attributes of an attachment, as in format 1 (R74, R106).</summary>
    internal static ReadOnlySpan<byte> FileExtensions => "FX"u8;

    /// <summary>The datagram of an envelope.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="nonce">The random number by which it asks for a proof; null for none.</param>
    internal static byte[] Write(Envelope envelope, ulong? nonce)
    {
        var dict = IpDictEnvelope.Write(envelope);
        if (nonce is { } number)
        {
            Span<byte> line = stackalloc byte[MessageProof.NonceLength];
            var writer = new PacketWriter(line);
            MessageProof.WriteNonce(ref writer, number);
            dict.Set(Lines, (ReadOnlySpan<byte>)line.Slice(0, writer.Length));
        }
        return dict.ToArray();
    }

    /// <summary>Adds a line to a datagram of ours.</summary>
    internal static byte[] AddLine(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> line)
    {
        IpDict.TryRead(datagram, out var dict);
        dict.TryGet(Lines, out var lines);
        byte[] all = [.. lines, .. line];
        return IpDictWriter.Of(dict).Set(Lines, (ReadOnlySpan<byte>)all).ToArray();
    }

    /// <summary>The datagram of ours with the mark of a repetition (R44).</summary>
    internal static byte[] AddRetry(ReadOnlySpan<byte> datagram)
    {
        IpDict.TryRead(datagram, out var dict);
        return IpDictWriter.Of(dict).Set(IpDictKeys.Flags, (long)MessageFlags.Retry).ToArray();
    }
}
