using System;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>The appendix's envelopes, byte for byte in both directions.</summary>
public class EnvelopeVectorTests
{
    private const string Base64 = "41900004:" + Vectors.Base64Key + ":" + Vectors.Base64Cipher + ":" + Vectors.Base64Signature;
    private const string Hexadecimal = "20900004:" + Vectors.HexKey + ":" + Vectors.HexCipher + ":" + Vectors.HexSignature;
    private const string Older = "820002:" + Vectors.OlderKey + ":7a4734fa9d5954cd",
        OlderZero = "20002:" + Vectors.OlderKey + ":1e5841a3e0d05bf6";
    private const string Lists = "41900004:" + Vectors.Base64Key + ":" + Vectors.ListsCipher + ":" + Vectors.ListsSignature;

    [Theory]
    [InlineData(Base64, 780, "8939fc49d7400276d79e0096342026b869add455f9e2b7137482229239dd669d")]
    [InlineData(Hexadecimal, 1124, "4ae250fe7e183b2c651c3894811ed2f8b2a7a688573d453a6fc6db6c8ed20933")]
    [Rule(62, 63)]
    public void R62_and_R63_the_whole_packet_is_read_opened_verified_and_written_again(string body, int length, string digest)
    {
        byte[] datagram = Encoding.ASCII.GetBytes(Vectors.Header + body + "\0");
        Assert.Equal((length, digest), (datagram.Length, Convert.ToHexStringLower(SHA256.HashData(datagram))));
        Assert.True(PacketReader.TryRead(datagram, out var packet));
        var envelope = EnvelopeReader.Read(packet.Body);
        Assert.NotNull(envelope);
        var decrypted = EnvelopeDecryptor.Decrypt(envelope, packet.Number, TestKeys.OfBob, TestKeys.Alice.Public);
        Assert.Equal(("Hello\0", SignatureStatus.Valid), (Envelopes.Text(decrypted), decrypted?.Signature));
        Assert.Equal(datagram, WriterOutput.Bytes((ref writer) =>
        {
            writer.Header(1700000010, "alice-<5256214c8110453c>"u8, "ALICE-PC"u8, 29360416);
            envelope.Write(ref writer);
            writer.Nul();
        }));
    }

    [Theory]
    [InlineData(0x41900004u, Base64)]
    [InlineData(0x20900004u, Hexadecimal)]
    [InlineData(0x00820002u, Older)]
    [InlineData(0x00020002u, OlderZero)]
    [Rule(62, 63, 64)]
    public void R62_R63_and_R64_what_we_write_is_the_vector_but_for_the_random_padding_of_the_session_key(uint flags, string body)
    {
        var envelope = Envelopes.Encrypted(flags, Envelopes.Hello);
        var key = envelope.Suite.KeySize == Capabilities.Rsa2048 ? TestKeys.Bob.Public : TestKeys.OlderBob.Public;
        Assert.Equal(body, Envelopes.Body(envelope with { SessionKey = FixedPadding(key, Envelopes.SessionKey(envelope.Suite)) }));
        Assert.Equal("Hello\0", Envelopes.Text(Envelopes.Decrypt(envelope)));
    }

    [Theory]
    [InlineData(Older)]
    [InlineData(OlderZero)]
    [Rule(64)]
    public void R64_a_message_of_an_older_client_is_opened(string body)
    {
        var decrypted = Envelopes.Decrypt(body);
        Assert.Equal(("Hello\0", SignatureStatus.None), (Envelopes.Text(decrypted), decrypted?.Signature));
    }

    [Fact]
    [Rule(64)]
    public void R64_of_a_longer_number_blowfish_takes_the_first_eight_digits()
    {
        Assert.Equal("Hello\0", Envelopes.Text(Envelopes.Decrypt(Older, "1700000099")));
        Assert.NotEqual("Hello\0", Envelopes.Text(Envelopes.Decrypt(Older, "1700001")));
        Assert.Equal("Hello\0", Envelopes.Text(Envelopes.Decrypt(OlderZero, "5")));
    }

    [Fact]
    [Rule(67)]
    public void R67_lists_travel_inside_and_are_signed_along()
    {
        var decrypted = Envelopes.Decrypt(Lists);
        Assert.Equal(SignatureStatus.Valid, decrypted?.Signature);
        Assert.Equal(Vectors.ListsPlaintext, Convert.ToHexStringLower(decrypted!.Plaintext));
        var envelope = Envelopes.Encrypted(0x41900004, Convert.FromHexString(Vectors.ListsPlaintext));
        Assert.Equal(Lists,
            Envelopes.Body(envelope with { SessionKey = FixedPadding(TestKeys.Bob.Public, Envelopes.SessionKey(envelope.Suite)) }));
    }

    [Theory]
    [InlineData(0x00900004u, "1700000000", "Hello\\0", "8515870d3e5135672dcb4ce6eceadc71")]
    [InlineData(0x00100004u, "1700000000", "Hello\\0", "fb8655fd343d00a1d640225099a0b956")]
    [InlineData(0x00900004u, "1700000000", "AAAAAAAAAAAAAAAA", "11b039f0d3d19f678866f6fef4ef8f5ef390961887654e538c772f5833ea1123")]
    [InlineData(0x00820002u, "1700000000", "Hello\\0", "7a4734fa9d5954cd")]
    [InlineData(0x00020002u, "1700000000", "Hello\\0", "1e5841a3e0d05bf6")]
    [InlineData(0x00820002u, "1700000000", "AAAAAAAA", "05168fc22c16f0154f526d17456c533d")]
    [Rule(62, 64)]
    public void R62_and_R64_the_raw_ciphers_are_those_of_the_appendix(uint flags, string number, string plaintext, string ciphertext)
    {
        var envelope = Envelopes.Encrypted(flags, EscapedText.Bytes(plaintext), uint.Parse(number, null));
        Assert.Equal(ciphertext, Convert.ToHexStringLower(envelope.Ciphertext));
        Assert.Equal(EscapedText.Bytes(plaintext), Envelopes.Decrypt(envelope, number)!.Plaintext);
    }

    // PKCS#1 v1.5 with 01 02 … ff 01 02 … where random bytes belong, so that the result is always the same.
    private static byte[] FixedPadding(PublicKey key, byte[] sessionKey)
    {
        int length = key.Modulus.Length;
        byte[] block = [0, 2, .. Enumerable.Range(0, length - 3 - sessionKey.Length).Select(i => (byte)(i % 255 + 1)), 0, .. sessionKey];
        var number = new BigInteger(block, isUnsigned: true, isBigEndian: true);
        return TestKeys.Bytes(BigInteger.ModPow(number, key.Exponent, new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true)),
            length);
    }
}
