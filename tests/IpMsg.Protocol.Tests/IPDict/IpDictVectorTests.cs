using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Tests.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.IPDict;

/// <summary>The signed and encrypted dictionaries of docs/protocol/vectors.md, byte for byte.</summary>
public class IpDictVectorTests
{
    private const string Beginning =
        "IP2:2f2:VER:1:3:PKT:8:6553f10a:DATE:8:6553f10a:UID:18:alice-<5256214c8110453c>:HID:8:ALICE-PC:CMD:2:20:FLG:7:1c00100:"
        + "CVER:11:00010002:4:99:103:GRP:0::NCK:5:Alice:STAT:7:f640000:BODY:5:Hello:PUBE";

    private const string Signature =
        "7bfc1d1a4966c4f6da1f727b48b605c077a49fdcb56a5dc3506141a0dca2771ed718d0aec5eda278928252afd7ef7600790c72b0bd5dac3b3f4f2cdc7baea185"
        + "05a0e628072b15683a542aa2162b8e044489aa0051fb1f09546d4a488bb46aa5fbcdca4d72571558e5a53ae1d4557fc72e38203002fc8aa95bda63d691accea1"
        + "465993870a1ffc7fc1783cc15f464da3a25b00f5552262acda6f6b86d7c0ff44771d0947264a493e5bbe4fd1a6339a528f77a118bf97643a4d95e99ba7792179"
        + "ede64c2af36e5966463335b1e633a8de0512c0bbfbdfe42711c593cddb40bed9"
        + "8e616350fefe6c6a6bd5a88b0fdfaf29be07e77f22faac088b29316b2ceeb4c4";

    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] s_counter = [.. Enumerable.Range(0xA0, 16).Select(i => (byte)i)];

    [Fact]
    [Rule(103)]
    public void R103_the_signed_message_is_that_of_the_vector()
    {
        byte[] signed = Signed();
        Assert.Equal((764, "3a571e75650a283f760c474d992431876fc4dfa9050218bb3efb70b4eb967238"), (signed.Length, Digest(signed)));
        Assert.StartsWith(Beginning, Encoding.Latin1.GetString(signed), StringComparison.Ordinal);
        Assert.True(IpDict.TryRead(signed, out var dict));
        Assert.Equal(Signature, Convert.ToHexStringLower(IpDictSignature.Of(dict)!));
        byte[] part = IpDictSignature.SignedPart(dict);
        Assert.Equal((498, "2b34db14924e28e4a44d0ea6b4a47c8fdc58cacc25505fc8228c401324bf49ac"), (part.Length, Digest(part)));
        Assert.True(IpDictSignature.IsValid(dict, null));
        Assert.True(IpDictSignature.IsValid(dict, TestKeys.Alice.Public));
        Assert.True(IpDictSignature.IsValid(dict, TestKeys.OlderBob.Public));
        Assert.False(IpDictSignature.IsValid(dict, TestKeys.Bob.Public));
    }

    [Fact]
    [Rule(103)]
    public void R103_the_envelope_of_the_vector_is_decrypted_and_written_again()
    {
        byte[] signed = Signed(), encrypted = (byte[])signed.Clone();
        using (var cipher = TransferCipher.At(s_key, s_counter))
            cipher.Transform(encrypted);
        Assert.Equal("95cf33c744de4e37590ebabf3a31dfdab19abf2b447ba31dd9b99ebb5751e9db", Convert.ToHexStringLower(encrypted.AsSpan(0, 32)));
        byte[] outer = new IpDictWriter().Set("EF"u8, 0x500004).Set("EI"u8, s_counter)
            .Set("EK"u8, Convert.FromBase64String(Vectors.Base64Key)).Set("EB"u8, encrypted).ToArray();
        Assert.Equal((1080, "4126bdbc13be20423537bf2ef31842cc7af96ff99bb03c57c8a2b2b348dea5b2"), (outer.Length, Digest(outer)));
        Assert.True(IpDict.TryRead(outer, out var dict));
        var envelope = IpDictEnvelope.Read(dict);
        Assert.NotNull(envelope);
        Assert.Equal(signed, IpDictEnvelope.Decrypt(envelope, TestKeys.Bob));
        Assert.Equal(outer, IpDictEnvelope.Write(envelope).ToArray());
        Assert.Null(IpDictEnvelope.Decrypt(envelope, TestKeys.Alice));
    }

    [Fact]
    [Rule(103)]
    public void R103_what_we_encrypt_is_decrypted()
    {
        byte[] signed = Signed();
        var envelope = IpDictEnvelope.Encrypt(signed, TestKeys.Bob.Public, [.. s_key, .. s_counter]);
        Assert.NotNull(envelope);
        Assert.Equal(signed, IpDictEnvelope.Decrypt(envelope, TestKeys.Bob));
        Assert.Throws<ArgumentException>(() => IpDictEnvelope.Encrypt(signed, TestKeys.OlderBob.Public, [.. s_key, .. s_counter]));
        Assert.Throws<ArgumentException>(() => IpDictEnvelope.Encrypt(signed, TestKeys.Bob.Public, s_key));
    }

    [Fact]
    [Rule(103)]
    public void R103_to_sign_again_changes_the_keys_in_place()
    {
        var dict = new IpDictWriter().Set("PUBE"u8, 3).Set("SIGN"u8, [1]).Set("UID"u8, "alice").Set("EF"u8, 0);
        Assert.True(IpDict.TryRead(IpDictSignature.Sign(dict, TestKeys.OfAlice), out var signed));
        Assert.Equal("PUBE UID EF PUBN EC SIGN", Keys(signed));
        Assert.True(IpDictSignature.IsValid(signed, null));
    }

    [Theory]
    [InlineData("UID", "mallory-<5256214c81104530>")]
    [InlineData("BODY", "Hellp")]
    [InlineData("PUBN", "x")]
    [InlineData("MORE", "")]
    [Rule(103)]
    public void R103_a_changed_dictionary_is_not_signed(string key, string value)
    {
        Assert.True(IpDict.TryRead(Signed(), out var dict));
        byte[] name = Encoding.ASCII.GetBytes(key);
        Assert.True(IpDict.TryRead(IpDictWriter.Of(dict).Set(name, value).ToArray(), out var changed));
        Assert.False(IpDictSignature.IsValid(changed, null) || IpDictSignature.IsValid(changed, TestKeys.Alice.Public));
    }

    [Fact]
    [Rule(103)]
    public void R103_a_key_that_does_not_fit_the_fingerprint_counts_for_nothing()
    {
        var dict = new IpDictWriter().Set("UID"u8, "bob-<5256214c8110453c>").Set("BODY"u8, "Hello");
        Assert.True(IpDict.TryRead(IpDictSignature.Sign(dict, TestKeys.OfBob), out var forged));
        Assert.False(IpDictSignature.IsValid(forged, null));
        Assert.True(IpDictSignature.IsValid(forged, TestKeys.Bob.Public));
    }

    [Theory]
    [InlineData("EF", "400004")]
    [InlineData("EF", "x")]
    [InlineData("EI", "123456789012345")]
    [InlineData("EK", "short")]
    [Rule(103)]
    public void R103_another_form_is_no_envelope(string key, string value)
    {
        var envelope = IpDictEnvelope.Encrypt(Signed(), TestKeys.Bob.Public, [.. s_key, .. s_counter]);
        byte[] bytes = IpDictEnvelope.Write(envelope!).Set(Encoding.ASCII.GetBytes(key), value).ToArray();
        Assert.True(IpDict.TryRead(bytes, out var dict));
        Assert.Null(IpDictEnvelope.Read(dict));
    }

    [Theory]
    [InlineData("40500004")]
    [InlineData("FFFFFFFF")]
    [InlineData("1000000500004")]
    [Rule(103)]
    public void R103_further_bits_of_an_envelope_do_not_count(string flags)
    {
        var envelope = IpDictEnvelope.Encrypt(Signed(), TestKeys.Bob.Public, [.. s_key, .. s_counter])!;
        Assert.True(IpDict.TryRead(IpDictEnvelope.Write(envelope).Set("EF"u8, flags).ToArray(), out var dict));
        Assert.Equal(Signed(), IpDictEnvelope.Decrypt(IpDictEnvelope.Read(dict)!, TestKeys.Bob));
        Assert.Equal(envelope.Suite, IpDictEnvelope.Read(dict)!.Suite);
    }

    private static byte[] Signed() => IpDictSignature.Sign(new IpDictWriter()
        .Set("VER"u8, 3).Set("PKT"u8, 1700000010).Set("DATE"u8, 1700000010)
        .Set("UID"u8, "alice-<5256214c8110453c>").Set("HID"u8, "ALICE-PC")
        .Set("CMD"u8, 0x20).Set("FLG"u8, 0x1c00100).Set("CVER"u8, "00010002:4:99:103").Set("GRP"u8, "").Set("NCK"u8, "Alice")
        .Set("STAT"u8, 0xf640000).Set("BODY"u8, "Hello"), new OwnKeys(TestKeys.Alice, TestKeys.OlderBob))!;

    private static string Keys(in IpDict dict)
    {
        string keys = "";
        foreach (var item in dict.Items)
            keys += " " + Encoding.ASCII.GetString(item.Key);
        return keys[1..];
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
