using System;
using System.Globalization;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Places;

/// <summary>The lines of a trailer that carry challenges and signatures (R121, R124, R125).</summary>
internal static class SignedLines
{
    // A signature of 2,048 bits in Base64.
    private const int MaxSignatureLength = 344;

    // A proof has 348 bytes of signature, 36 of challenge, at most 158 of names and 42 others, and may be three times as long as the
    // question.
    private const int ChallengeLength = 200;

    private static ReadOnlySpan<byte> ChallengeTag => "\nPC:"u8;

    private static ReadOnlySpan<byte> AddressTag => "\nPA:"u8;

    private static ReadOnlySpan<byte> SignatureTag => "\nPS:"u8;

    private static ReadOnlySpan<byte> TimeTag => "\nPT:"u8;

    /// <summary>The challenge as text: 32 hex digits.</summary>
    internal static string Text(DuplicateKey challenge) =>
        challenge.First.ToString("x16", CultureInfo.InvariantCulture) + challenge.Second.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>An endpoint as text: the hex digits of its address, and its port. A scope id is valid on one machine only.</summary>
    internal static string Text(IPAddress address, int port)
    {
        var text = new StringBuilder();
        foreach (byte each in address.GetAddressBytes())
            text.Append(each.ToString("x2", CultureInfo.InvariantCulture));
        return text.Append(':').Append(port.ToString(CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>The challenge of a packet; null without one.</summary>
    internal static string? Challenge(in Packet packet) => Find(packet.Trailer, ChallengeTag);

    /// <summary>The endpoint in a challenge; null without one.</summary>
    internal static string? Address(in Packet packet) => Find(packet.Trailer, AddressTag);

    /// <summary>The signature of a proof or an exit; null without one.</summary>
    internal static byte[]? Signature(in Packet packet) => ReadSignature(Find(packet.Trailer, SignatureTag));

    /// <summary>The time of an exit as UNIX time in seconds; null without one.</summary>
    internal static long? Time(in Packet packet) =>
        long.TryParse(Find(packet.Trailer, TimeTag), NumberStyles.None, CultureInfo.InvariantCulture, out long time) ? time : null;

    /// <summary>The signature in the ext of a packet; null without one.</summary>
    internal static byte[]? SignatureInExt(in Packet packet)
    {
        var tag = SignatureTag.Slice(1);
        return packet.Ext.StartsWith(tag) ? ReadSignature(PacketReader.Text(packet.Ext.Slice(tag.Length), Encoding.ASCII)) : null;
    }

    /// <summary>The trailer of a challenge. Its last line makes the packet long enough for the proof, which is an answer (R117).</summary>
    internal static byte[] OfChallenge(string user, string host, string challenge, string address) =>
        Encoding.UTF8.GetBytes(
            ("\nUN:" + user + "\nHN:" + host + "\nPC:" + challenge + "\nPA:" + address + "\nPX:").PadRight(ChallengeLength, '-'));

    /// <summary>The trailer of a proof.</summary>
    internal static byte[] OfProof(string challenge, byte[] signature) =>
        Encoding.ASCII.GetBytes("\nPC:" + challenge + "\nPS:" + Convert.ToBase64String(signature));

    /// <summary>The lines of a signed exit, which follow the others of its trailer.</summary>
    internal static byte[] OfExit(long time, byte[] signature) => Encoding.ASCII.GetBytes(
        "\nPT:" + time.ToString(CultureInfo.InvariantCulture) + "\nPS:" + Convert.ToBase64String(signature));

    /// <summary>The ext with a signature.</summary>
    internal static string ExtOf(byte[] signature) => "PS:" + Convert.ToBase64String(signature);

    private static byte[]? ReadSignature(string? text)
    {
        if (text is not { Length: MaxSignatureLength })
            return null;
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            // Anybody can send such a line.
            return null;
        }
    }

    private static string? Find(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> tag)
    {
        int start = lines.IndexOf(tag);
        if (start < 0)
            return null;
        var value = lines.Slice(start + tag.Length);
        int end = value.IndexOf((byte)'\n');
        return PacketReader.Text((end < 0 ? value : value.Slice(0, end)).TrimEnd((byte)'\r'), Encoding.ASCII);
    }
}
