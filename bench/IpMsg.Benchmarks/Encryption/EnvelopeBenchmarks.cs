using System;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol;

namespace IpMsg.Benchmarks;

/// <summary>A signed message, sealed into a body and opened from one, against the RSA and AES operations that it takes.</summary>
internal static class Envelopes
{
    private const int Messages = 200;
    private const int Rounds = 15;
    private const double LeastRatio = 0.8;
    private const uint Number = 1_700_000_010;

    internal static void Run()
    {
        PrivateKey alice = PrivateKey.Generate(2048), bob = PrivateKey.Generate(2048);
        var own = new OwnKeys(bob, null);
        var suite = SuiteSelection.Choose(own.Capabilities, own.Capabilities, allowsWeak: false).Suite;
        byte[] plaintext = Encoding.UTF8.GetBytes(CipherSample.Text + "\0");
        byte[] body = Seal(plaintext, suite, alice, bob.Public);
        using var bare = new BareEnvelope(alice, bob, plaintext);
        Compare("sealing", bare.Seal, () => Seal(plaintext, suite, alice, bob.Public));
        Compare("opening", bare.Open, () => Open(body, own, alice.Public));
    }

    private static byte[] Seal(byte[] plaintext, CipherSuite suite, PrivateKey signer, PublicKey recipient)
    {
        byte[] signature = EnvelopeSignature.Make(plaintext, suite, signer)!;
        var envelope = EnvelopeSealer.Seal(plaintext, Number, suite, recipient, RandomNumberGenerator.GetBytes(suite.SessionKeyLength), signature)!;
        byte[] buffer = new byte[EnvelopeSealer.BodyLength(plaintext.Length, suite, recipient, signer.Public)];
        var writer = new PacketWriter(buffer);
        envelope.Write(ref writer);
        return buffer;
    }

    private static void Open(byte[] body, OwnKeys own, PublicKey sender)
    {
        if (EnvelopeOpener.Open(EnvelopeReader.Read(body)!, "1700000010"u8, own, sender)?.Signature != SignatureStatus.Valid)
            throw new InvalidOperationException("What was sealed cannot be opened.");
    }

    private static void Compare(string what, Action bare, Action own)
    {
        var (baseline, ours, ratio) = (new Sample(), new Sample(), new Sample());
        for (int round = -3; round < Rounds; round++)
        {
            double bareTime = Microseconds(bare), ownTime = Microseconds(own);
            if (round < 0)
                continue;
            baseline.Add(bareTime);
            ours.Add(ownTime);
            ratio.Add(bareTime / ownTime);
        }
        Figure.Beside($"cipher: {what} with bare RSA-2048, SHA-256 and AES-256", baseline.Median, "µs");
        Figure.Beside($"cipher: {what} an envelope", ours.Median, "µs");
        Figure.AtLeast($"cipher: {what}, bare / envelope", ratio.Median, "", LeastRatio);
    }

    private static double Microseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Messages; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Messages;
    }
}
