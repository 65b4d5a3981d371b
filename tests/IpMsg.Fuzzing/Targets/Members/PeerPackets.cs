using System;
using System.Globalization;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>The packets of a peer that behaves well, which a script could only guess: confirmations with proofs, keys, envelopes.</summary>
internal static class PeerPackets
{
    private const int MaxPayload = 512, BlockLength = 16;

    /// <summary>A confirmation of a message, with the proof that it asks for.</summary>
    internal static byte[] Confirmation(Peer peer, byte[] message)
    {
        PacketReader.TryRead(message, out var packet);
        return Packet(peer, "9", (uint)Command.ReceiveMessage, Encoding.ASCII.GetBytes(MessageProof.ConfirmationOf(packet)));
    }

    /// <summary>An entry or an answer to one.</summary>
    internal static byte[] Entry(Peer peer, Command command, byte options)
    {
        var flags = (options & 1) != 0 ? EntryFlags.CanUtf8 : EntryFlags.None;
        flags |= (options & 2) != 0 ? EntryFlags.CanEncrypt | EntryFlags.CanEncryptLists : EntryFlags.None;
        flags |= (options & 4) != 0 ? EntryFlags.DialUp : EntryFlags.None;
        flags |= (options & 64) != 0 ? EntryFlags.CanIpDict : EntryFlags.None;
        string proof = (options & 8) != 0 ? "\0\nPF:1" : "";
        return Packet(peer, "7", (uint)command | (uint)flags, Encoding.ASCII.GetBytes("Nick" + peer.Index + "\0Group" + proof));
    }

    /// <summary>The key of the peer; of one without a key, Alice's.</summary>
    internal static byte[] Key(Peer peer)
    {
        var key = (peer.Key ?? TestKeys.Alice).Public;
        byte[] body = new byte[PacketWriter.MaxDatagram];
        var writer = new PacketWriter(body);
        bool isUsual = key.Size == Capabilities.Rsa2048;
        var capabilities = isUsual ? TestKeys.OfAlice.Capabilities : Capabilities.Rsa1024 | Capabilities.Blowfish128;
        new PublicKeyAnswer(capabilities, key).Write(ref writer);
        return Packet(peer, "8", (uint)Command.AnswerPublicKey, body.AsSpan(0, writer.Length));
    }

    /// <summary>A message whose session key is the payload; signed by Alice when asked for.</summary>
    internal static byte[] Encrypted(Peer peer, ReadOnlySpan<byte> payload, byte options, Moment now)
    {
        var flags = Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.Base64 | Capabilities.PacketNumberIv
            | ((options & 1) != 0 ? Capabilities.SignSha256 : Capabilities.None);
        CipherSuite.TryRead(flags, out var suite);
        byte[] sessionKey = payload.IsEmpty ? [0] : payload[..Math.Min(payload.Length, MaxPayload)].ToArray();
        byte[] text = new byte[BlockLength];
        Encoding.ASCII.GetBytes("text " + (options & 2)).CopyTo(text, 0);
        byte[] body = new byte[PacketWriter.MaxDatagram];
        var writer = new PacketWriter(body);
        new Envelope(suite, sessionKey, text, suite.IsSigned ? Owner.Signature : null).Write(ref writer);
        long number = (options & 4) != 0 ? now.Wall.ToUnixTimeSeconds() : 100 + options;
        return Packet(peer, number.ToString(CultureInfo.InvariantCulture),
            (uint)Command.SendMessage | (uint)(MessageFlags.Encrypted | MessageFlags.SendCheck), body.AsSpan(0, writer.Length));
    }

    private static byte[] Packet(Peer peer, string number, uint command, ReadOnlySpan<byte> body)
    {
        string header = string.Create(CultureInfo.InvariantCulture, $"1:{number}:{peer.User}:{peer.Host}:{command}:");
        return [.. Encoding.ASCII.GetBytes(header), .. body, 0];
    }
}
