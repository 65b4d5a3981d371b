using System;
using System.Buffers.Binary;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>The cipher of file contents.</summary>
public class TransferCipherTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    [Rule(91)]
    public void R91_the_stream_of_the_appendix_is_decrypted_and_encrypted()
    {
        Assert.Equal(Vectors.StreamPlaintext,
            Encoding.ASCII.GetString(Transformed(Convert.FromHexString(Vectors.StreamCiphertext), "1700000020")));
        Assert.Equal(Vectors.StreamCiphertext,
            Convert.ToHexStringLower(Transformed(Encoding.ASCII.GetBytes(Vectors.StreamPlaintext), "1700000020")));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(5, 20, 15)]
    [InlineData(1, 0, 39)]
    [Rule(91)]
    public void R91_the_pieces_in_which_it_comes_do_not_matter(params int[] pieces)
    {
        byte[] bytes = [.. Enumerable.Range(0, 40).Select(i => (byte)i)];
        Assert.Equal("e3b182904dead5918e421d1660d71ee0a39afe8ab703dd5dcf7c987deb158ae792ebf85290b27dcd",
            Convert.ToHexStringLower(Transformed(bytes, "1700000000", pieces)));
    }

    [Fact]
    [Rule(91)]
    public void R91_long_streams_are_the_same_in_any_pieces()
    {
        byte[] bytes = new byte[100_003];
        new Random(1).NextBytes(bytes);
        byte[] expected = Reference(bytes, "1700000020");
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int longest = 1 << random.Next(1, 17);
            int[] pieces = [.. Enumerable.Range(0, 200).Select(_ => random.Next(0, longest))];
            Assert.True(expected.AsSpan().SequenceEqual(Transformed(bytes, "1700000020", pieces)), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("12345678\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("12345678901234567890")]
    [InlineData("7")]
    [InlineData("")]
    [Rule(91)]
    public void R91_the_counter_is_one_number_of_128_bits(string first)
    {
        byte[] bytes = new byte[256 * 16 * 7];
        Assert.Equal(Reference(bytes, first), Transformed(bytes, first));
    }

    [Fact]
    [Rule(91)]
    public void R91_the_counter_carries_into_its_upper_half()
    {
        // The lowest byte is always 0 at first, so a carry is 256 blocks away.
        byte[] bytes = new byte[16 * 300];
        string first = "12345678" + new string('\u00ff', 7);
        byte[] zero = new byte[16];
        Encoding.Latin1.GetBytes(first).CopyTo(zero, 0);
        BinaryPrimitives.WriteUInt64BigEndian(zero, BinaryPrimitives.ReadUInt64BigEndian(zero) + 1);
        zero.AsSpan(8).Clear();
        using var aes = Aes.Create();
        aes.Key = s_key;
        Assert.Equal(aes.EncryptEcb(zero, PaddingMode.None), Transformed(bytes, first)[(256 * 16)..(257 * 16)]);
    }

    [Fact]
    [Rule(91)]
    public void R91_to_transform_takes_no_memory()
    {
        using var cipher = new TransferCipher(s_key, "1700000020"u8);
        byte[] bytes = new byte[1 << 20];
        cipher.Transform(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int at = 0; at < bytes.Length; at += 1000)
            cipher.Transform(bytes.AsSpan(at, Math.Min(1000, bytes.Length - at)));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    [Rule(91)]
    public void R91_a_key_has_32_bytes() => Assert.Throws<ArgumentException>(() => new TransferCipher(new byte[16], "1"u8));

    private static byte[] Transformed(byte[] bytes, string number, params int[] pieces)
    {
        byte[] copy = [.. bytes];
        using var cipher = new TransferCipher(s_key, Encoding.Latin1.GetBytes(number));
        int at = 0;
        foreach (int piece in pieces)
        {
            int length = Math.Min(piece, copy.Length - at);
            cipher.Transform(copy.AsSpan(at, length));
            at += length;
        }
        cipher.Transform(copy.AsSpan(at));
        return copy;
    }

    // A block at a time, with the counter as a number.
    private static byte[] Reference(byte[] bytes, string number)
    {
        using var aes = Aes.Create();
        aes.Key = s_key;
        byte[] first = new byte[16];
        byte[] digits = Encoding.Latin1.GetBytes(number);
        digits.AsSpan(0, Math.Min(15, digits.Length)).CopyTo(first);
        var counter = new BigInteger(first, isUnsigned: true, isBigEndian: true);
        byte[] result = [.. bytes];
        for (int at = 0; at < bytes.Length; at += 16, counter++)
        {
            byte[] block = aes.EncryptEcb(TestKeys.Bytes(counter % (BigInteger.One << 128), 16), PaddingMode.None);
            for (int i = at; i < Math.Min(at + 16, bytes.Length); i++)
                result[i] ^= block[i - at];
        }
        return result;
    }
}
