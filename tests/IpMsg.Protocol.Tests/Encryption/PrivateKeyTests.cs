using System;
using System.Linq;
using System.Security.Cryptography;
using IpMsg.Protocol.Encryption;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>Key pairs of our own, made, kept and taken up again.</summary>
public class PrivateKeyTests
{
    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [Rule(57)]
    public void R57_a_key_is_made_kept_and_taken_up_again(int bits)
    {
        var made = PrivateKey.Generate(bits);
        Assert.Equal((bits, 65537u), (made.Public.Bits, made.Public.Exponent));
        Assert.Equal(made.Public, PrivateKey.Create(made.Export())!.Public);
        Assert.Equal(made.Public, PrivateKey.Read(made.Write())!.Public);
    }

    [Fact]
    [Rule(57)]
    public void R57_a_kept_key_has_the_form_that_other_tools_understand()
    {
        foreach (var key in (PrivateKey[])[TestKeys.Alice, TestKeys.Bob, TestKeys.OlderBob])
        {
            using var rsa = PlatformRsa.Create();
            rsa.ImportParameters(key.Export());
            Assert.Equal(rsa.ExportRSAPrivateKey(), key.Write());
            Assert.Equal(key.Public, PrivateKey.Read(rsa.ExportRSAPrivateKey())!.Public);
            Assert.Equal(key.Public, PrivateKey.Read(rsa.ExportPkcs8PrivateKey())!.Public);
        }
    }

    [Fact]
    [Rule(57)]
    public void R57_numbers_that_begin_with_zeros_keep_their_lengths()
    {
        // One key in 64 has such a number, so 3,000 keys without one do not occur by chance.
        for (int i = 0; i < 3_000; i++)
        {
            using var each = PlatformRsa.Create();
            each.KeySize = 512;
            var parameters = each.ExportParameters(true);
            bool isRare = new[] { parameters.D, parameters.DP, parameters.DQ, parameters.InverseQ }.Any(number => number![0] == 0);
            if (!isRare && i > 5)
                continue;
            var read = PrivateKey.Read(each.ExportRSAPrivateKey())!.Export();
            Assert.Equal([parameters.D!, parameters.DP!, parameters.DQ!, parameters.InverseQ!],
                new[] { read.D!, read.DP!, read.DQ!, read.InverseQ! });
            if (isRare)
                return;
        }
        Assert.Fail("No key has a number that begins with a zero.");
    }

    [Fact]
    [Rule(57)]
    public void R57_damaged_keys_are_none_and_do_no_harm()
    {
        using var rsa = PlatformRsa.Create();
        rsa.ImportParameters(TestKeys.OlderBob.Export());
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(PrivateKey.Read(curve.ExportPkcs8PrivateKey()));
        byte[] whole = TestKeys.OlderBob.Write(), wrapped = rsa.ExportPkcs8PrivateKey();
        for (int length = 0; length < wrapped.Length; length++)
            Assert.Null(PrivateKey.Read(wrapped.AsSpan(0, length)));
        for (int length = 0; length < whole.Length; length++)
            Assert.Null(PrivateKey.Read(whole.AsSpan(0, length)));
        var mutator = new DatagramMutator(61, [whole, wrapped]);
        for (int index = 0; index < 2_000; index++)
        {
            // What the platform makes of odd numbers is its own business, as long as it says so.
            if (PrivateKey.Read(mutator.Make(index)) is { } read)
                Assert.Equal(TestKeys.OlderBob.Public, read.Public);
        }
    }

    [Fact]
    [Rule(57)]
    public void R57_numbers_that_do_not_belong_together_are_no_key()
    {
        var parameters = TestKeys.Alice.Export();
        var mixed = parameters;
        mixed.Modulus = TestKeys.Bob.Public.Modulus.ToArray();
        var lacking = parameters;
        lacking.D = null;
        Assert.Null(PrivateKey.Create(mixed));
        Assert.Null(PrivateKey.Create(lacking));
        Assert.Null(PrivateKey.Create(default));
        Assert.Null(PrivateKey.Create(new RSAParameters
        {
            Modulus = parameters.Modulus,
            Exponent = parameters.Exponent,
            D = parameters.D,
        }));
    }
}
