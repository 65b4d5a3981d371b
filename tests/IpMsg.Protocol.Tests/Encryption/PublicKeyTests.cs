using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>Keys, fingerprints and names that carry them.</summary>
public class PublicKeyTests
{
    [Theory]
    [InlineData("b92c963e37a08e8f61cdccea8a2ac27567d017fe7c4d2f770d15d10a8eaecff9", 2048, Capabilities.Rsa2048)]
    [InlineData("cd8905bfd2624ad6dc7e95b00f1a559b5e6bb7d9eb76f2cfed7a3689825655ae", 2048, Capabilities.Rsa2048)]
    [InlineData("2c6c64fdc725b0e38f9a67d58527cedea50d52e3704c1b2fc24c78feaeb8e670", 1024, Capabilities.Rsa1024)]
    [Rule(57)]
    public void R57_the_keys_of_the_appendix_are_what_their_check_values_say(string digest, int bits, Capabilities size)
    {
        var key = new[] { TestKeys.Alice, TestKeys.Bob, TestKeys.OlderBob }.Select(each => each.Public)
            .Single(each => Hex(SHA256.HashData(Encoding.ASCII.GetBytes(Hex(each.Modulus)))) == digest);
        Assert.Equal((bits, size, 65537u), (key.Bits, key.Size, key.Exponent));
    }

    [Fact]
    [Rule(57)]
    public void R57_a_key_is_written_as_other_tools_understand_it()
    {
        foreach (var key in (PublicKey[])[TestKeys.Alice.Public, TestKeys.OlderBob.Public,
            PublicKey.Create(TestKeys.Bob.Public.Modulus, [3])!])
        {
            using var rsa = PlatformRsa.Create();
            rsa.ImportSubjectPublicKeyInfo(key.Write(), out int length);
            Assert.Equal(key.Write().Length, length);
            var parameters = rsa.ExportParameters(false);
            Assert.Equal(key, PublicKey.Create(parameters.Modulus, parameters.Exponent));
            Assert.Equal(rsa.ExportSubjectPublicKeyInfo(), key.Write());
        }
    }

    [Fact]
    [Rule(60)]
    public void R60_fingerprints_are_those_of_the_appendix()
    {
        Assert.Equal("5256214c8110453c", TestKeys.Alice.Public.Fingerprint.ToString());
        Assert.Equal("488c45d2cac847d2", TestKeys.Bob.Public.Fingerprint.ToString());
        Assert.Equal("alice-<5256214c8110453c>", FingerprintName.Of("alice", TestKeys.Alice.Public));
        Assert.Equal("bob-<488c45d2cac847d2>", FingerprintName.Of("bob", TestKeys.Bob.Public));
    }

    [Fact]
    [Rule(60)]
    public void R60_a_name_with_a_fingerprint_fits_into_any_header_and_has_one_fingerprint()
    {
        var key = TestKeys.Alice.Public;
        Assert.Equal(new string('a', 60) + "-<5256214c8110453c>", FingerprintName.Of(new string('a', 79), key));
        Assert.Equal(new string('あ', 20) + "-<5256214c8110453c>", FingerprintName.Of(new string('あ', 26), key));
        Assert.Equal("bob-<5256214c8110453c>", FingerprintName.Of("bob-<488c45d2cac847d2>", key));
        Assert.Equal("bob", FingerprintName.Bare("bob-<488c45d2cac847d2>"));
        Assert.Equal("bob-<488>", FingerprintName.Bare("bob-<488>"));
    }

    [Theory]
    [InlineData("alice-<5256214c8110453c>", true)]
    [InlineData("-<5256214C8110453c>", true)]
    [InlineData("alice-<5256214c8110453d>", false)]
    [InlineData("alice-<5256214c8110453c> ", false)]
    [InlineData("alice", false)]
    [Rule(30, 61)]
    public void R30_and_R61_a_name_is_checked_against_a_key(string user, bool matches) =>
        Assert.Equal(matches, FingerprintName.Matches(user, TestKeys.Alice.Public));

    [Theory]
    [InlineData(511, false)]
    [InlineData(512, true)]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    [Rule(57)]
    public void R57_a_key_has_512_to_4096_bits(int bits, bool isKey)
    {
        byte[] modulus = new byte[(bits + 7) / 8];
        modulus[0] = (byte)(1 << (bits - 1) % 8);
        modulus[^1] |= 1;
        var key = PublicKey.Create(modulus, [1, 0, 1]);
        Assert.Equal(isKey ? bits : null, key?.Bits);
        modulus[^1] &= 0xFE;
        Assert.Null(PublicKey.Create(modulus, [1, 0, 1]));
    }

    [Fact]
    [Rule(57)]
    public void R57_keys_are_compared_by_their_numbers()
    {
        byte[] modulus = TestKeys.Alice.Public.Modulus.ToArray();
        PublicKey? one = PublicKey.Create([0, .. modulus], [0, 1, 0, 1]), other = PublicKey.Create(modulus, [3]);
        Assert.Equal(TestKeys.Alice.Public, one);
        Assert.Equal(TestKeys.Alice.Public.GetHashCode(), one!.GetHashCode());
        Assert.NotEqual(one, other);
        Assert.NotEqual(one, TestKeys.Bob.Public);
        Assert.False(one.Equals(null));
    }

    [Fact]
    [Rule(60)]
    public void R60_a_key_is_read_out_as_digits_that_anyone_can_calculate()
    {
        byte[] digest = SHA256.HashData(Encoding.ASCII.GetBytes("10001-" + Vectors.AliceModulus));
        var groups = Enumerable.Range(0, 8)
            .Select(i => (Convert.ToUInt32(Hex(digest.AsSpan(4 * i, 4)), 16) % 100_000).ToString("d5", CultureInfo.InvariantCulture));
        Assert.Equal(string.Join(' ', groups), KeyVerificationCode.Of(TestKeys.Alice.Public));
        Assert.Matches("^[0-9]{5}( [0-9]{5}){7}$", KeyVerificationCode.Of(TestKeys.OlderBob.Public));
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
