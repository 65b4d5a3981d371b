using System;
using System.Buffers.Binary;
using IpMsg.Protocol.Members;
using Xunit;

namespace IpMsg.Node.Tests;

/// <summary>By what its inventors published: the key and the inputs count up from zero.</summary>
public sealed class SipHash128Tests
{
    [Theory]
    [InlineData(0, "A3817F04BA25A8E66DF67214C7550293")]
    [InlineData(1, "DA87C1D86B99AF44347659119B22FC45")]
    [InlineData(15, "5493E99933B0A8117E08EC0F97CFC3D9")]
    [InlineData(17, "473D06E8738DB89854C066C47AE47740")]
    public void Agrees_with_the_published_vectors(int length, string expected)
    {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++)
            input[i] = (byte)i;

        var digest = new SipHash128(0x0706050403020100, 0x0F0E0D0C0B0A0908).Of(input);

        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, digest.First);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), digest.Second);
        Assert.Equal(expected, Convert.ToHexString(bytes));
    }
}
