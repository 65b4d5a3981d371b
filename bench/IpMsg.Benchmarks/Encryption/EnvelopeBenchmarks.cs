using System;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Benchmarks.Encryption;

/// <summary>Encrypts and decrypts a signed message, compared with the RSA and AES operations that it needs.</summary>
internal static class EnvelopeBenchmarks
{
    private const int Messages = 200;
    private const int Rounds = 15;
    private const double MinRatio = 0.8;
    private const uint Number = 1_700_000_010;

    internal static void Run()
    {
        PrivateKey alice = PrivateKey.Generate(2048), bob = PrivateKey.Generate(2048);
        var own = new OwnKeys(bob, null);
        var suite = SuiteSelection.Choose(own.Capabilities, own.Capabilities, allowsWeak: false).Suite;
        byte[] plaintext = Encoding.UTF8.GetBytes(CipherSample.Text + "\0");
        byte[] body = Encrypt(plaintext, suite, alice, bob.Public);
        using var operations = new EnvelopeBaseline(alice, bob, plaintext);
        Compare("sealing", operations.Encrypt, () => Encrypt(plaintext, suite, alice, bob.Public));
        Compare("opening", operations.Decrypt, () => Decrypt(body, own, alice.Public));
    }

    private static byte[] Encrypt(byte[] plaintext, CipherSuite suite, PrivateKey signer, PublicKey recipient)
    {
        byte[] signature = EnvelopeSignature.Make(plaintext, suite, signer)!;
        byte[] sessionKey = RandomNumberGenerator.GetBytes(suite.SessionKeyLength);
        var envelope = EnvelopeEncryptor.Encrypt(plaintext, Number, suite, recipient, sessionKey, signature)!;
        byte[] buffer = new byte[EnvelopeEncryptor.BodyLength(plaintext.Length, suite, recipient, signer.Public)];
        var writer = new PacketWriter(buffer);
        envelope.Write(ref writer);
        return buffer;
    }

    private static void Decrypt(byte[] body, OwnKeys own, PublicKey sender)
    {
        if (EnvelopeDecryptor.Decrypt(EnvelopeReader.Read(body)!, "1700000010"u8, own, sender)?.Signature != SignatureStatus.Valid)
            throw new InvalidOperationException("What was sealed cannot be opened.");
    }

    private static void Compare(string what, Action operations, Action own)
    {
        var (baseline, ours, ratio) = (new Sample(), new Sample(), new Sample());
        for (int round = -3; round < Rounds; round++)
        {
            double bareTime = Microseconds(operations), ownTime = Microseconds(own);
            if (round < 0)
                continue;
            baseline.Add(bareTime);
            ours.Add(ownTime);
            ratio.Add(bareTime / ownTime);
        }
        MetricLine.Beside($"cipher: {what} with bare RSA-2048, SHA-256 and AES-256", baseline.Median, "µs");
        MetricLine.Beside($"cipher: {what} an envelope", ours.Median, "µs");
        MetricLine.AtLeast($"cipher: {what}, bare / envelope", ratio.Median, "", MinRatio);
    }

    private static double Microseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Messages; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Messages;
    }
}
