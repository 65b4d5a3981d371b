using System;
using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>
/// Carries out what the machine asks for. RSA is left out: an encrypted message contains its plaintext, and the session key of one that
/// arrives decides what its decryption gives.
/// </summary>
internal sealed class Owner(MemberStage stage)
{
    private const int BlockLength = 16;

    /// <summary>The plaintext that <see cref="Signature"/> belongs to.</summary>
    internal static readonly byte[] SignedText = "signed by Alice\0"u8.ToArray();

    /// <summary>A signature that Alice has made.</summary>
    internal static readonly byte[] Signature = Sign();

    /// <summary>The number of commands so far.</summary>
    internal int Commands { get; set; }

    /// <summary>True while the disk refuses messages.</summary>
    internal bool IsDiskFull { get; set; }

    /// <summary>True while the platform refuses keys.</summary>
    internal bool CannotEncrypt { get; set; }

    internal void CarryOut(MemberEvent raised)
    {
        switch (raised)
        {
            case MessageArrived { Message: var message }:
                stage.Shown.Add(message);
                break;
            case PersistRequested { Message: var message } when IsDiskFull:
                stage.Do(machine => machine.PersistFailed(stage.Clock.Now, message));
                break;
            case PersistRequested { Message: var message }:
                stage.Do(machine => machine.Persisted(stage.Clock.Now, message));
                break;
            case EncryptionRequested { Job: var job }:
                var encrypted = CannotEncrypt ? null : job.Suite.IsIpDict ? Dictionaries.Encrypt(job) : Encrypt(job);
                stage.Do(machine => machine.CompleteEncryption(stage.Clock.Now, job, encrypted));
                break;
            case DecryptionRequested { Arrival: var arrival }:
                Decrypt(arrival);
                break;
        }
    }

    private static Envelope Encrypt(EncryptionJob job)
    {
        byte[] padded = new byte[(job.Plaintext.Length / BlockLength + 1) * BlockLength];
        job.Plaintext.CopyTo(padded, 0);
        return new Envelope(job.Suite, [1, 2, 3, 4], padded, job.Suite.IsSigned ? Signature : null);
    }

    // The first byte of the session key decides; a signature is checked with the key that the member knows.
    private void Decrypt(EncryptedArrival arrival)
    {
        var envelope = arrival.Envelope;
        if (arrival.IsIpDict)
        {
            var dict = Dictionaries.Decrypt(envelope, arrival.Lines);
            stage.Decrypted(arrival, machine => machine.CompleteDecryption(stage.Clock.Now, arrival, dict), dict?.IpDict?.Packet);
            return;
        }
        bool isSigned = envelope.Signature is { } made && made.SequenceEqual(Signature);
        switch (envelope.SessionKey[0] % 8)
        {
            case 1:
                stage.Decrypted(arrival, machine => machine.DropEncrypted(stage.Clock.Now, arrival));
                break;
            case 2:
                stage.Decrypted(arrival, machine => machine.CompleteDecryption(stage.Clock.Now, arrival, null));
                break;
            default:
                var decrypted = new DecryptedEnvelope(envelope, isSigned ? SignedText : envelope.Ciphertext, arrival.SenderKey);
                stage.Decrypted(arrival, machine => machine.CompleteDecryption(stage.Clock.Now, arrival, decrypted));
                break;
        }
    }

    private static byte[] Sign()
    {
        CipherSuite.TryRead(Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.SignSha256, out var suite);
        return EnvelopeSignature.Make(SignedText, suite, IpMsg.Testing.TestKeys.Alice) ?? throw new InvalidOperationException();
    }
}
