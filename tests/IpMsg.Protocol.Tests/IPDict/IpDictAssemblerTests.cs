using System;
using System.Text;
using IpMsg.Protocol.IPDict;
using Xunit;

namespace IpMsg.Protocol.Tests.IPDict;

/// <summary>Dictionaries over TCP.</summary>
public class IpDictAssemblerTests
{
    private static readonly byte[] s_dict = new IpDictWriter().Set("BODY"u8, new string('x', 300)).Set("N"u8, -1).ToArray();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    [Rule(102)]
    public void R102_segments_of_any_size_make_a_dictionary(int size)
    {
        var assembler = new IpDictAssembler();
        for (int at = 0; at < s_dict.Length; at += size)
        {
            Assert.Equal(IpDictProgress.NeedsMore, assembler.Progress);
            Assert.False(assembler.TryRead(out _));
            assembler.Feed(s_dict.AsSpan(at, Math.Min(size, s_dict.Length - at)));
        }
        Assert.Equal(IpDictProgress.Complete, assembler.Feed("more"u8));
        Assert.True(assembler.TryRead(out var dict) && dict.TryGetNumber("N"u8, out long number) && number == -1);
    }

    [Theory]
    [InlineData("1:100:alice")]
    [InlineData("IP1:")]
    [InlineData("IP2:g:")]
    [InlineData("IP2::")]
    [InlineData("IP2:000000000")]
    [InlineData("IP2:7fffffff:")]
    [InlineData("IP2:ffffffff:")]
    [InlineData("IP2:5:a:2:1:Z")]
    [InlineData("IP2:5:a:1:1:z")]
    [Rule(102)]
    public void R102_anything_else_is_refused(string bytes)
    {
        var assembler = new IpDictAssembler();
        Assert.Equal(IpDictProgress.Refused, assembler.Feed(Encoding.ASCII.GetBytes(bytes)));
        Assert.False(assembler.TryRead(out _));
    }

    [Fact]
    [Rule(102)]
    public void R102_the_length_is_limited_and_reserves_nothing()
    {
        Assert.Equal(IpDictProgress.Complete, new IpDictAssembler(s_dict.Length).Feed(s_dict));
        Assert.Equal(IpDictProgress.Refused, new IpDictAssembler(s_dict.Length - 1).Feed(s_dict));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var assembler = new IpDictAssembler();
        Assert.Equal(IpDictProgress.NeedsMore, assembler.Feed("IP2:fff00:KEY"u8));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000);
    }
}
