using System;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>Dictionaries (R103) of the peers and of the member. They are signed; what is encrypted in them stays legible.</summary>
internal static class Dictionaries
{
    private const int WantsConfirmation = 1, IsSealed = 2, HasTime = 4, IsPlain = 8, HasCommand = 16, IsDamaged = 32;
    private const int MaxBody = 512, KeyLength = 256, CounterLength = 16;

    private static readonly OwnKeys s_bob = new(TestKeys.Bob, null);

    /// <summary>
    /// A dictionary that a peer has signed, with its own key or Alice's: a message, or the command in the first byte of the payload.
    /// </summary>
    /// <param name="confirmed">The number that it confirms, for a confirmation without a body.</param>
    internal static byte[] Of(Peer peer, ReadOnlySpan<byte> payload, byte options, Moment now, uint confirmed)
    {
        bool isCommand = (options & HasCommand) != 0 && !payload.IsEmpty;
        var body = isCommand ? payload[1..] : payload;
        var flags = (options & WantsConfirmation) != 0 ? MessageFlags.SendCheck : MessageFlags.None;
        flags |= (options & IsSealed) != 0 ? MessageFlags.Sealed | MessageFlags.ReadCheck : MessageFlags.None;
        var dict = new IpDictWriter()
            .Set(IpDictKeys.Version, IpDictKeys.CurrentVersion)
            .Set(IpDictKeys.Number, (options & HasTime) != 0 ? now.Wall.ToUnixTimeSeconds() : 100L + options)
            .Set(IpDictKeys.User, peer.User)
            .Set(IpDictKeys.Host, peer.Host)
            .Set(IpDictKeys.Command, isCommand ? payload[0] : (long)Command.SendMessage)
            .Set(IpDictKeys.Flags, (long)flags)
            .Set(IpDictKeys.ConfirmedNumber, (long)confirmed)
            .Set(IpDictKeys.Body, body[..Math.Min(body.Length, MaxBody)]);
        byte[] signed = IpDictSignature.Sign(dict, peer.Key == TestKeys.Bob ? s_bob : TestKeys.OfAlice)
            ?? throw new InvalidOperationException();
        if ((options & IsDamaged) != 0)
            signed[^(KeyLength / 2)] ^= 1;
        return (options & IsPlain) != 0 ? signed : IpDictEnvelope.Write(Seal(signed)).ToArray();
    }

    /// <summary>The envelope around a dictionary.</summary>
    internal static Envelope Seal(byte[] dict) =>
        new(IpDictEnvelope.Suite, new byte[KeyLength], dict, signature: null) { Counter = new byte[CounterLength] };

    /// <summary>The dictionary that the member has to sign.</summary>
    internal static Envelope? Encrypt(EncryptionJob job) =>
        IpDict.TryReadContent(job.Plaintext, out var dict) ? Seal(IpDictWriter.Of(dict).ToArray()) : null;

    /// <summary>What the decryption of a dictionary gives.</summary>
    internal static DecryptedEnvelope? Decrypt(Envelope envelope, ReadOnlySpan<byte> lines) =>
        IpDictDecryptor.Open(envelope, envelope.Ciphertext, lines);

    /// <summary>A datagram that the member has sent, as a packet of format 1; null when it is neither packet nor dictionary.</summary>
    internal static byte[]? PacketOf(byte[] datagram)
    {
        if (PacketReader.TryRead(datagram, out _))
            return datagram;
        return IpDict.TryRead(datagram, out var outer) && IpDictEnvelope.Read(outer) is { } envelope
            && IpDict.TryRead(envelope.Ciphertext, out var dict)
                ? IpDictMessage.Read(dict, default, isEncrypted: true)?.Packet
                : null;
    }
}
