using System;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>Short ways to make, write, read and open envelopes with the keys of the appendix.</summary>
internal static class Envelopes
{
    internal const uint Number = 1700000010;

    internal static readonly byte[] Hello = "Hello\0"u8.ToArray();

    internal static CipherSuite Suite(uint flags)
    {
        Assert.True(CipherSuite.TryRead((Capabilities)flags, out var suite));
        return suite;
    }

    /// <summary>0, 1, 2 and so on, as the appendix has it.</summary>
    internal static byte[] SessionKey(in CipherSuite suite) => [.. Enumerable.Range(0, suite.SessionKeyLength).Select(i => (byte)i)];

    /// <summary>From Alice to Bob.</summary>
    internal static Envelope Encrypted(uint flags, byte[] plaintext, uint number = Number, PrivateKey? signer = null)
    {
        var suite = Suite(flags);
        byte[]? signature = suite.IsSigned ? EnvelopeSignature.Make(plaintext, suite, signer ?? TestKeys.Alice) : null;
        var recipient = suite.KeySize == Capabilities.Rsa2048 ? TestKeys.Bob : TestKeys.OlderBob;
        var envelope = EnvelopeEncryptor.Encrypt(plaintext, number, suite, recipient.Public, SessionKey(suite), signature);
        Assert.NotNull(envelope);
        return envelope;
    }

    internal static string Body(Envelope envelope) => WriterOutput.Text(envelope.Write);

    internal static DecryptedEnvelope? Decrypt(string body, string? number = null, PublicKey? sender = null, bool allowsWeak = false) =>
        EnvelopeReader.Read(Encoding.ASCII.GetBytes(body)) is { } envelope ? Decrypt(envelope, number, sender, allowsWeak) : null;

    internal static DecryptedEnvelope? Decrypt(Envelope envelope, string? number = null, PublicKey? sender = null,
        bool allowsWeak = false) =>
        EnvelopeDecryptor.Decrypt(envelope, Digits(number), TestKeys.OfBob, sender ?? TestKeys.Alice.Public, allowsWeak);

    internal static byte[] Digits(string? number) => Encoding.ASCII.GetBytes(number ?? Number.ToString(CultureInfo.InvariantCulture));

    internal static string Text(DecryptedEnvelope? decrypted) =>
        decrypted is null ? "(failure)" : Encoding.UTF8.GetString(decrypted.Plaintext);
}
