using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>Envelopes and streams that openssl makes are opened here, and the other way round.</summary>
public class OpenSslTests
{
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes("会議は14時からです。\0");

    [Fact]
    [Rule(57)]
    public void R57_public_keys_are_the_same_on_both_sides()
    {
        using var openSsl = new OpenSsl();
        foreach (var key in (PrivateKey[])[TestKeys.Alice, TestKeys.OlderBob])
        {
            byte[] theirs = OpenSsl.Run([], "rsa", "-in", openSsl.Private(key), "-pubout", "-outform", "DER");
            Assert.Equal(theirs, key.Public.Write());
        }
    }

    [Theory]
    [InlineData(0x41900004u, "-sha256")]
    [InlineData(0x21900004u, "-sha1")]
    [Rule(62, 63)]
    public void R62_and_R63_signatures_are_the_same_on_both_sides(uint flags, string hash)
    {
        using var openSsl = new OpenSsl();
        var suite = Envelopes.Suite(flags);
        byte[] ours = EnvelopeSignature.Make(s_text, suite, TestKeys.Alice)!;
        OpenSsl.Run(s_text, "dgst", hash, "-verify", openSsl.Public(TestKeys.Alice.Public), "-signature", openSsl.File("signature", ours));
        byte[] theirs = OpenSsl.Run(s_text, "dgst", hash, "-sign", openSsl.Private(TestKeys.Alice));
        Assert.Equal(SignatureStatus.Valid, Envelopes.Decrypt(Envelopes.Encrypted(flags, s_text) with { Signature = theirs })?.Signature);
        Assert.Equal(ours, theirs);
    }

    [Theory]
    [InlineData(0x41900004u)]
    [InlineData(0x01820002u)]
    [Rule(62, 64)]
    public void R62_and_R64_session_keys_are_read_on_both_sides(uint flags)
    {
        using var openSsl = new OpenSsl();
        var envelope = Envelopes.Encrypted(flags, s_text);
        byte[] sessionKey = Envelopes.SessionKey(envelope.Suite);
        var recipient = envelope.Suite.KeySize == Capabilities.Rsa2048 ? TestKeys.Bob : TestKeys.OlderBob;
        Assert.Equal(sessionKey, OpenSsl.Run(envelope.SessionKey, "pkeyutl", "-decrypt", "-inkey", openSsl.Private(recipient)));
        byte[] theirs = OpenSsl.Run(sessionKey, "pkeyutl", "-encrypt", "-pubin", "-inkey", openSsl.Public(recipient.Public));
        Assert.Equal(s_text, Envelopes.Decrypt(envelope with { SessionKey = theirs })?.Plaintext);
    }

    [Theory]
    [InlineData(0x00900004u, "-aes-256-cbc", "default")]
    [InlineData(0x00100004u, "-aes-256-cbc", "default")]
    [InlineData(0x00820002u, "-bf-cbc", "legacy")]
    [InlineData(0x00020002u, "-bf-cbc", "legacy")]
    [InlineData(0x00004002u, "-rc2-cbc", "legacy")]
    [InlineData(0x00001002u, "-rc2-40-cbc", "legacy")]
    [Rule(62, 64)]
    public void R62_and_R64_ciphertexts_are_the_same_on_both_sides(uint flags, string cipher, string provider)
    {
        // A provider that is not there shows only in use.
        string[] command = ["enc", cipher, "-provider", "default", "-provider", provider];
        using var openSsl = new OpenSsl([.. command, "-K", "00", "-iv", "00"]);
        for (int length = 0; length < 40; length += 7)
        {
            byte[] plaintext = [.. s_text, .. new byte[length]];
            var envelope = Envelopes.Encrypted(flags, plaintext);
            IEnumerable<string> keys = ["-K", Convert.ToHexString(Envelopes.SessionKey(envelope.Suite)), "-iv", Vector(envelope.Suite)];
            Assert.Equal(envelope.Ciphertext, OpenSsl.Run(plaintext, [.. command, .. keys]));
            Assert.Equal(plaintext, OpenSsl.Run(envelope.Ciphertext, [.. command, "-d", .. keys]));
            Assert.Equal(plaintext, Envelopes.Decrypt(envelope, allowsWeak: true)?.Plaintext);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(100_000)]
    [InlineData(5_000_001)]
    [Rule(91)]
    public void R91_streams_are_the_same_on_both_sides(int length)
    {
        using var openSsl = new OpenSsl();
        byte[] key = new byte[32], stream = new byte[length];
        new Random(length).NextBytes(key);
        new Random(length + 1).NextBytes(stream);
        byte[] theirs = OpenSsl.Run(stream, "enc", "-aes-256-ctr", "-K", Convert.ToHexString(key), "-iv",
            Convert.ToHexString("1700000020\0\0\0\0\0\0"u8));
        using var cipher = new TransferCipher(key, "1700000020"u8);
        cipher.Transform(stream);
        Assert.True(stream.AsSpan().SequenceEqual(theirs));
    }

    private static string Vector(in CipherSuite suite)
    {
        byte[] vector = new byte[16];
        if (suite.UsesPacketNumber)
            Envelopes.Digits(null).CopyTo(vector, 0);
        return Convert.ToHexString(vector.AsSpan(0, suite.BlockLength));
    }
}
