using System;
using System.Linq;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>Envelopes beyond the vectors: every suite, every length, and what must not be opened.</summary>
public class EnvelopeTests
{
    private static readonly uint[] s_suites = [0x41900004, 0x61900004, 0x21900004, 0x20900004, 0x01900004, 0x00100004, 0x01820002,
        0x00820002, 0x00020002, 0x00100002];
    private static readonly uint[] s_weak = [0x00001002, 0x00004002, 0x00008002, 0x00040002, 0x01808002, 0x01840002];

    [Fact]
    [Rule(62, 63, 64)]
    public void R62_to_R64_whatever_is_sealed_can_be_opened_again()
    {
        foreach (uint flags in s_suites.Concat(s_weak))
        {
            foreach (int length in (int[])[0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 20_000])
            {
                byte[] plaintext = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
                var envelope = Envelopes.Encrypted(flags, plaintext);
                string body = Envelopes.Body(envelope);
                var decrypted = Envelopes.Decrypt(body, allowsWeak: true);
                Assert.Equal(plaintext, decrypted?.Plaintext);
                Assert.Equal(envelope.Suite.IsSigned ? SignatureStatus.Valid : SignatureStatus.None, decrypted?.Signature);
                var recipient = envelope.Suite.KeySize == Capabilities.Rsa2048 ? TestKeys.Bob : TestKeys.OlderBob;
                Assert.Equal(body.Length, EnvelopeEncryptor.BodyLength(length, envelope.Suite, recipient.Public, TestKeys.Alice.Public));
            }
        }
    }

    [Fact]
    [Rule(68)]
    public void R68_weak_envelopes_are_opened_only_where_they_are_allowed() => Assert.All(s_weak, flags =>
    {
        var envelope = Envelopes.Encrypted(flags, Envelopes.Hello);
        Assert.True(envelope.Suite.IsWeak);
        Assert.Null(Envelopes.Decrypt(envelope));
        Assert.Equal("Hello\0", Envelopes.Text(Envelopes.Decrypt(envelope, allowsWeak: true)));
    });

    [Theory]
    [InlineData(0x00900004u, "1700000010", true)]
    [InlineData(0x00900004u, "01700000010", false)]
    [InlineData(0x00900004u, "1700000011", false)]
    [InlineData(0x00100004u, "17", true)]
    [Rule(65)]
    public void R65_the_digits_of_the_number_count_as_they_stand_in_the_header(uint flags, string number, bool isSame) =>
        Assert.Equal(isSame, Envelopes.Text(Envelopes.Decrypt(Envelopes.Encrypted(flags, Envelopes.Hello), number)) == "Hello\0");

    [Fact]
    [Rule(65)]
    public void R65_of_a_number_that_is_too_long_fifteen_digits_count()
    {
        var envelope = Envelopes.Encrypted(0x00900004, new byte[16]);
        byte[] first = Envelopes.Decrypt(envelope, "123456789012345678")!.Plaintext;
        Assert.Equal(first, Envelopes.Decrypt(envelope, "123456789012345")!.Plaintext);
        Assert.NotEqual(first, Envelopes.Decrypt(envelope, "12345678901234")!.Plaintext);
    }

    [Theory]
    [InlineData(0x41900004u)]
    [InlineData(0x21900004u)]
    [Rule(66)]
    public void R66_the_signature_covers_every_byte_of_the_plaintext(uint flags)
    {
        byte[] plaintext = "See file\0 1:a:5:0:1:\a\0TO:bob:BOB-PC\a\0"u8.ToArray();
        byte[] signature = EnvelopeSignature.Make(plaintext, Envelopes.Suite(flags), TestKeys.Alice)!;
        for (int at = 0; at <= plaintext.Length; at++)
        {
            byte[] changed = at == plaintext.Length ? plaintext[..^1] : [.. plaintext];
            if (at < plaintext.Length)
                changed[at] ^= 1;
            var decrypted = Envelopes.Decrypt(Envelopes.Encrypted(flags, changed) with { Signature = signature });
            Assert.Equal((SignatureStatus.Invalid, changed.Length), (decrypted?.Signature, decrypted?.Plaintext.Length));
        }
    }

    [Fact]
    [Rule(62)]
    public void R62_a_signature_is_valid_invalid_or_waits_for_its_key()
    {
        var envelope = Envelopes.Encrypted(0x41900004, Envelopes.Hello);
        Assert.Equal(SignatureStatus.Invalid, Envelopes.Decrypt(envelope, sender: TestKeys.Bob.Public)?.Signature);
        Assert.Equal(SignatureStatus.UnknownKey, Envelopes.Decrypt(envelope, sender: TestKeys.OlderBob.Public)?.Signature);
        var decrypted = EnvelopeDecryptor.Decrypt(envelope, Envelopes.Digits(null), TestKeys.OfBob, sender: null);
        Assert.Equal(SignatureStatus.UnknownKey, decrypted?.Signature);
        Assert.Equal((SignatureStatus.Valid, SignatureStatus.Invalid),
            (decrypted!.Check(TestKeys.Alice.Public), decrypted.Check(TestKeys.Bob.Public)));
        Assert.Equal(SignatureStatus.Invalid, Envelopes.Decrypt(envelope with { Signature = new byte[256] })?.Signature);
        Assert.Equal(SignatureStatus.Invalid, Envelopes.Decrypt(envelope with { Signature = [1] })?.Signature);
    }

    [Fact]
    [Rule(62)]
    public void R62_md5_signatures_say_nothing()
    {
        var decrypted = Envelopes.Decrypt(Envelopes.Body(Envelopes.Encrypted(0x11900004, Envelopes.Hello)) + ":AAAA");
        Assert.Equal(("Hello\0", SignatureStatus.None), (Envelopes.Text(decrypted), decrypted?.Signature));
    }

    [Fact]
    [Rule(71)]
    public void R71_an_envelope_that_promises_a_signature_and_has_none_is_damaged()
    {
        string body = Envelopes.Body(Envelopes.Encrypted(0x01900004, Envelopes.Hello));
        Assert.NotNull(Envelopes.Decrypt(body));
        foreach (string flags in (string[])["41900004", "21900004", "61900004"])
        {
            Assert.Null(EnvelopeReader.Read(Bytes(flags + body[7..])));
            Assert.Null(EnvelopeReader.Read(Bytes(flags + body[7..] + ":")));
            Assert.Null(EnvelopeReader.Read(Bytes(flags + body[7..] + ":!")));
        }
    }

    [Fact]
    [Rule(73)]
    public void R73_base64_has_no_line_breaks_and_is_read_with_them()
    {
        string body = Envelopes.Body(Envelopes.Encrypted(0x41900004, new byte[5_000]));
        Assert.DoesNotContain(body, each => each is '\r' or '\n' or '\0');
        string[] fields = body.Split(':');
        string broken = string.Join(':',
            fields.Take(1)
                .Concat(fields.Skip(1).Select(field => string.Join("\r\n", field.Chunk(76).Select(line => new string(line))) + "\n")));
        Assert.Equal(SignatureStatus.Valid, Envelopes.Decrypt(broken)?.Signature);
        Assert.Null(Envelopes.Decrypt(body.Replace('=', '-')));
        Assert.Null(Envelopes.Decrypt(body.Replace("=", "", StringComparison.Ordinal)));
    }

    [Fact]
    [Rule(73)]
    public void R73_hex_is_read_in_both_cases()
    {
        string body = Envelopes.Body(Envelopes.Encrypted(0x20900004, Envelopes.Hello));
        Assert.Equal(body, body.ToLowerInvariant());
        Assert.Equal(SignatureStatus.Valid, Envelopes.Decrypt(body.ToUpperInvariant())?.Signature);
    }

    [Fact]
    [Rule(70)]
    public void R70_without_the_key_it_cannot_be_opened()
    {
        var envelope = Envelopes.Encrypted(0x01820002, Envelopes.Hello);
        Assert.Null(EnvelopeDecryptor.Decrypt(envelope, Envelopes.Digits(null), TestKeys.OfAlice, null));
        Assert.Null(EnvelopeDecryptor.Decrypt(Envelopes.Encrypted(0x41900004, Envelopes.Hello), Envelopes.Digits(null),
            TestKeys.OfAlice, null));
        Assert.Null(EnvelopeDecryptor.Decrypt(envelope, Envelopes.Digits(null), new OwnKeys(null, null), null));
    }

    [Fact]
    [Rule(62)]
    public void R62_what_does_not_fit_together_is_a_mistake_of_ours()
    {
        var suite = Envelopes.Suite(0x41900004);
        byte[] key = new byte[32], signature = new byte[256];
        Assert.Throws<ArgumentException>(() => EnvelopeEncryptor.Encrypt([], 1, suite, TestKeys.OlderBob.Public, key, signature));
        Assert.Throws<ArgumentException>(() => EnvelopeEncryptor.Encrypt([], 1, suite, TestKeys.Bob.Public, new byte[16], signature));
        Assert.Throws<ArgumentException>(() => EnvelopeEncryptor.Encrypt([], 1, suite, TestKeys.Bob.Public, key, null));
        Assert.Throws<ArgumentException>(
            () => EnvelopeEncryptor.Encrypt([], 1, Envelopes.Suite(0x01900004), TestKeys.Bob.Public, key, signature));
        Assert.Throws<ArgumentException>(() => EnvelopeSignature.Make([], suite, TestKeys.OlderBob));
        Assert.Throws<ArgumentException>(() => EnvelopeSignature.Make([], Envelopes.Suite(0x01900004), TestKeys.Bob));
    }

    private static byte[] Bytes(string body) => System.Text.Encoding.ASCII.GetBytes(body);
}
