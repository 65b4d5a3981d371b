using System;
using System.Collections.Generic;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets;

/// <summary>
/// An encrypted body (R65 to R71): split, written again, decrypted with a known session key, and its plaintext split. RSA is left out: it
/// is the platform's, and takes a thousand times as long as all else.
/// </summary>
internal sealed class EnvelopeTarget : FuzzTarget
{
    private const int MaxCiphertext = 256;

    private readonly byte[] _buffer = new byte[PacketWriter.MaxDatagram];

    internal override string Name => "envelope";

    internal override IReadOnlyList<byte[]> Seeds { get; } = Targets.Seeds.WithChoices(Targets.Seeds.Of(
        "41900004:gj6YfDYhCq4=:4chBEKNhAAECAwQFBgcICQ==:FyH/6hwN",
        "20900004:00112233:000102030405060708090a0b0c0d0e0f:0011",
        "1820002:00112233:0001020304050607",
        "20002:001122334455:00010203040506070001020304050607",
        "24002:0011:0001020304050607", "1002:0011:0001020304050607",
        @"Hello\01:a.txt:5:6553f100:1:\a\0TO:alice:ALICE-PC\abob-<5256214c8110453c>:BOB-PC\a\0"));

    internal override IReadOnlyList<byte[]> Words { get; } = Targets.Seeds.Words(
        "41900004:", "20900004:", "1820002:", "20002:", "24002:", "1002:", "=", "==", "\r\n", "TO:", ":", "\a");

    internal override void Run(ReadOnlySpan<byte> input)
    {
        var choices = Choices.Of(input, out var body);
        var names = new NameDecoder(choices.Codec, choices.IsFlagged, choices.Observed, choices.Dialect);
        ReadContent(body, names);
        if (EnvelopeReader.Read(body) is not { } envelope)
            return;
        var suite = envelope.Suite;
        Require.That(envelope.SessionKey.Length > 0 && envelope.Ciphertext.Length > 0, "fields");
        Require.That(envelope.Ciphertext.Length % suite.BlockLength == 0, "blocks");
        Require.That(suite.IsSigned == envelope.Signature is { Length: > 0 }, "signature");
        WriteAgain(envelope);
        if (envelope.Ciphertext.Length <= MaxCiphertext)
            Decrypt(envelope, names);
    }

    private void WriteAgain(Envelope envelope)
    {
        var writer = new PacketWriter(_buffer);
        envelope.Write(ref writer);
        if (writer.IsFull)
            return;
        var again = EnvelopeReader.Read(_buffer.AsSpan(0, writer.Length));
        Require.That(again is not null && again.Suite == envelope.Suite, "written envelope");
        Require.That(again!.SessionKey.AsSpan().SequenceEqual(envelope.SessionKey), "written key");
        Require.That(again.Ciphertext.AsSpan().SequenceEqual(envelope.Ciphertext), "written ciphertext");
        Require.That(again.Signature.AsSpan().SequenceEqual(envelope.Signature), "written signature");
    }

    private static void Decrypt(Envelope envelope, NameDecoder names)
    {
        var suite = envelope.Suite;
        byte[] vector = PacketNumberIv.Of("1700000000"u8, suite);
        byte[] key = new byte[suite.SessionKeyLength];
        byte[] padded = BlockCipher.Decrypt(suite, key, vector, envelope.Ciphertext);
        Require.That(padded.Length == envelope.Ciphertext.Length, "length of the plaintext");
        int padding = BlockPadding.Count(padded, suite.BlockLength);
        Require.That(padding >= 0 && padding <= suite.BlockLength, "padding");
        if (padding == 0)
            return;
        var plaintext = padded.AsSpan(0, padded.Length - padding);
        ReadContent(plaintext, names);
        Require.That(BlockPadding.Add(plaintext, suite.BlockLength).AsSpan().SequenceEqual(padded), "padding again");
        Require.That(BlockCipher.Encrypt(suite, key, vector, padded).AsSpan().SequenceEqual(envelope.Ciphertext), "encrypted again");
    }

    private static void ReadContent(ReadOnlySpan<byte> plaintext, NameDecoder names)
    {
        var content = EnvelopeContent.Read(plaintext, hasLists: true);
        Require.That(content.Text.IndexOf((byte)0) < 0 && content.Attachments.IndexOf((byte)0) < 0, "parts");
        AttachmentListReader.Read(content.Attachments, names);
        foreach (var each in RecipientList.Read(content.Recipients, names))
            Require.That(each is { User.Length: <= StoredName.MaxLength, Host.Length: <= StoredName.MaxLength }, "recipient");
    }
}
