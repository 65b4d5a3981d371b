using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>Whatever comes in, nothing comes out but an envelope or a failure, and all failures look alike.</summary>
public class DamagedEnvelopeTests
{
    private const ulong Seed = 5170;
    private const int Bodies = 300_000, Decryptions = 2_500;

    private static readonly uint[] s_suites = [0x41900004, 0x20900004, 0x01820002, 0x00020002];

    [Fact]
    [Rule(70, 71)]
    public void R70_and_R71_damaged_bodies_are_read_or_not()
    {
        var mutator = new DatagramMutator(Seed,
            [.. s_suites.Select(flags => Encoding.ASCII.GetBytes(Envelopes.Body(Envelopes.Encrypted(flags, Envelopes.Hello))))]);
        int read = 0;
        for (int index = 0; index < Bodies; index++)
        {
            var body = mutator.Make(index);
            if (EnvelopeReader.Read(body) is not { } envelope)
                continue;
            read++;
            bool isWhole = envelope.SessionKey.Length > 0 && envelope.Ciphertext.Length > 0
                && envelope.Ciphertext.Length % envelope.Suite.BlockLength == 0
                && envelope.Suite.IsSigned == envelope.Signature is { Length: > 0 };
            if (!isWhole)
                Assert.Fail($"Seed {Seed}, index {index}: {EscapedText.Show(body)}");
        }
        Assert.InRange(read, Bodies / 10, Bodies);
    }

    [Fact]
    [Rule(70)]
    public void R70_damaged_envelopes_are_opened_or_not()
    {
        var whole = s_suites.Select(flags => Envelopes.Encrypted(flags, "Hello, this is some text.\0"u8.ToArray())).ToArray();
        int opened = 0;
        for (int index = 0; index < Decryptions; index++)
        {
            var random = new SeededNumbers(Seed + (ulong)index);
            var envelope = whole[index % whole.Length];
            byte[] field = [.. index / whole.Length % 2 == 0 ? envelope.SessionKey : envelope.Ciphertext];
            switch (random.Below(4))
            {
                case 0: field[random.Below(field.Length)] ^= (byte)(1 << random.Below(8)); break;
                case 1: field = field[..^envelope.Suite.BlockLength]; break;
                case 2: field = [.. field, .. field]; break;
                default: new Random(index).NextBytes(field); break;
            }
            envelope = index / whole.Length % 2 == 0 ? envelope with { SessionKey = field } : envelope with { Ciphertext = field };
            if (Envelopes.Decrypt(envelope) is not { } result)
                continue;
            opened++;
            // A key that is not the sender's opens nothing; only damage to the text itself can go unseen, and a signature sees it.
            Assert.False(ReferenceEquals(field, envelope.SessionKey));
            Assert.NotEqual(SignatureStatus.Valid, result.Signature);
        }
        Assert.InRange(opened, 1, Decryptions / 2);
    }

    [Fact]
    [Rule(70)]
    public void R70_padding_is_right_or_wrong_in_every_byte()
    {
        var suite = Envelopes.Suite(0x00020002);
        byte[] key = Envelopes.SessionKey(suite), block = new byte[8];
        for (int last = 0; last < 256; last++)
        {
            for (int wrong = 0; wrong <= 8; wrong++)
            {
                block.AsSpan().Fill((byte)last);
                // At 8 nothing is wrong.
                if (wrong < 8)
                    block[wrong] ^= 0x40;
                byte end = block[7];
                bool isPadded = end is >= 1 and <= 8 && block.Skip(8 - end).All(each => each == end);
                Assert.Equal(isPadded ? 16 - end : null, DecryptRaw(suite, key, [.. "ABCDEFGH"u8, .. block])?.Plaintext.Length);
            }
        }
    }

    [Fact]
    [Rule(70)]
    public void R70_a_session_key_of_another_length_opens_nothing()
    {
        var envelope = Envelopes.Encrypted(0x01820002, Envelopes.Hello);
        using var rsa = PlatformRsa.Create();
        rsa.ImportParameters(Public(TestKeys.OlderBob));
        Assert.Equal("Hello\0",
            Envelopes.Text(
                Envelopes.Decrypt(
                    envelope with { SessionKey = rsa.Encrypt(Envelopes.SessionKey(envelope.Suite), RSAEncryptionPadding.Pkcs1) })));
        foreach (int length in (int[])[0, 1, 15, 17, 32, 117])
            Assert.Null(Envelopes.Decrypt(
                envelope with
                {
                    SessionKey = rsa.Encrypt([.. Enumerable.Range(0, length).Select(i => (byte)i)], RSAEncryptionPadding.Pkcs1)
                }));
        Assert.Null(Envelopes.Decrypt(envelope with { SessionKey = TestKeys.OlderBob.Public.Modulus.ToArray() }));
        Assert.Null(Envelopes.Decrypt(envelope with { SessionKey = new byte[128] }));
    }

    private static RSAParameters Public(PrivateKey key) => new() { Modulus = key.Public.Modulus.ToArray(), Exponent = [1, 0, 1] };

    // Blocks as they are, with no padding of ours: what we seal, less the block that sealing appends, ends with them.
    private static DecryptedEnvelope? DecryptRaw(CipherSuite suite, byte[] key, byte[] blocks)
    {
        var envelope = EnvelopeEncryptor.Encrypt(blocks, Envelopes.Number, suite, TestKeys.OlderBob.Public, key, null)!;
        return Envelopes.Decrypt(envelope with { Ciphertext = envelope.Ciphertext[..blocks.Length] });
    }
}
