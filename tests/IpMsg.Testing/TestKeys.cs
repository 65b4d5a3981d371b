using System;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Testing;

/// <summary>The keys of docs/protocol/vectors.md, made for tests and of no use for anything else.</summary>
public static class TestKeys
{
    private const string AliceP =
        "ddc2473330c7149554418d29d02adaac52ab0745a72bae3d90cb48f9777233efcf3a4312459f52a54934b2eea69109c7ee58677f4de3098a790f1c56232ac1ce"
        + "fb07d7f5ebfabdfd76349930bedf7d9776c02210c2bf6d290885efc1838a351a"
        + "1da397142cef6058cdad6046cdc11d1a0433c648d936ad744196d52fb23a1b85";

    private const string AliceQ =
        "b640af605e72ed0c0c631c6dd3331249a8d153651af0659cb35a5e3a57d3037994b055c1b7dea2885ff8da9497c3454c1a003c3d701c9349f96a9acdb17fd418"
        + "c76ac032819ab7b1aaf99e216b1866068781bebab101c2a71a279f1f1fb5636a"
        + "547c7e89d169abf50fc49c0ab659ac52d27f2b4059122ee2e6c0ec83070d3b69";

    private const string BobP =
        "ee259150b3fa7f9e7260749cae41d740e0f69e9e48cef4cb3e359c66a3af77071c9cfca3918e1db37285a50acadd38753ca8670af7b95746d1f0c3b66cf46f24"
        + "bc8bed8249707048f436c40dd4bde8195567b72f8061b9c72165728185e47d61"
        + "3bb9ee0533c28e11c60a3d79fb170dbc596d4e837da2f2d798fad9af11c67239";

    private const string BobQ =
        "c0bd09d3d8abb1e6ddfdfb7619bb8f2233eb509d88feacb57573ceb26ca6d23160bd58e729d89503a7d6f02ac2ea8f9bcca28c26e541c818cd925f6b4c151f7a"
        + "21d13a7fccdef87f52c04ce33d1a78dca2d978a06684d6082cda69776f20d7ac"
        + "91d69d6f7d7da7f126e70fe7058ba33a4850ef645c60fbfb46996f63ddf64b7d";

    private const string OlderBobP =
        "c37369d6b287e069de36f2e8331a9ff4e6b03edbf7e1af6495e1f374e6f9ab4e0432c67c6ab4eab1bf12fd509ac1e330559c8b702449b15a2d7655bd07a27e7d";

    private const string OlderBobQ =
        "c292eb296252dcd8963fee1a50a1f95604aeb548704f7ce628758e12eca8eac03c8b1285a37ced22aef0a7d41a2142b85aa141adf14385d3f317aad65f59150f";

    public static readonly PrivateKey Alice = Of(AliceP, AliceQ), Bob = Of(BobP, BobQ), OlderBob = Of(OlderBobP, OlderBobQ);
    public static readonly OwnKeys OfAlice = new(Alice, null), OfBob = new(Bob, OlderBob);

    private static PrivateKey Of(string p, string q)
    {
        BigInteger first = Number(p), second = Number(q), e = 65537;
        var d = Inverse(e, (first - 1) * (second - 1));
        int half = p.Length / 2;
        var key = PrivateKey.Create(new RSAParameters
        {
            Modulus = Bytes(first * second, 2 * half),
            Exponent = [1, 0, 1],
            D = Bytes(d, 2 * half),
            P = Bytes(first, half),
            Q = Bytes(second, half),
            DP = Bytes(d % (first - 1), half),
            DQ = Bytes(d % (second - 1), half),
            InverseQ = Bytes(Inverse(second, first), half),
        });
        return key ?? throw new InvalidOperationException("The numbers are no key.");
    }

    public static BigInteger Number(string hex) =>
        BigInteger.Parse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static byte[] Bytes(BigInteger number, int length)
    {
        byte[] bytes = new byte[length];
        byte[] shortest = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        shortest.CopyTo(bytes, length - shortest.Length);
        return bytes;
    }

    private static BigInteger Inverse(BigInteger value, BigInteger modulus)
    {
        var (a, b, x, y) = (value, modulus, BigInteger.One, BigInteger.Zero);
        while (b != 0)
            (a, b, x, y) = (b, a % b, y, x - a / b * y);
        return x < 0 ? x + modulus : x;
    }
}
