using System;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Requests as they arrive over TCP.</summary>
public class FileRequestAssemblerTests
{
    private const string File = "1:1700000020:bob:BOB-PC:96:", Folder = "1:1700000020:bob:BOB-PC:98:";

    [Theory]
    [InlineData(File + @"6553f10a:40000000:a:\0", 10)]
    [InlineData(File + @"6553f10a:40000000:a\0", 10)]
    [InlineData(Folder + @"6553f10a:40000000:\0", 0)]
    [InlineData(Folder + @"6553f10a:40000000\0\0\0\0", 0)]
    [InlineData(@"1_iptux 0.10.0:15:root:vm:2097250:6553f10a:40000000:0\0", 0)]
    [Rule(79)]
    public void R79_a_request_ends_with_its_NUL_however_it_is_cut(string shown, long offset)
    {
        byte[] bytes = EscapedText.Bytes(shown);
        int nul = Array.IndexOf(bytes, (byte)0);
        for (int size = 1; size <= bytes.Length; size++)
        {
            var assembler = new FileRequestAssembler();
            for (int at = 0; at < bytes.Length; at += size)
            {
                var expected = Math.Min(at + size, bytes.Length) > nul ? FileRequestProgress.Complete : FileRequestProgress.NeedsMore;
                Assert.Equal(expected, assembler.Feed(bytes.AsSpan(at, Math.Min(size, bytes.Length - at))));
            }
            RequireRead(assembler, offset);
        }
    }

    [Theory]
    [InlineData(File, "6553f10a:40000000:a:", 10)]
    [InlineData(File, "6553f10a:40000000:a", 10)]
    [InlineData(Folder, "6553f10a:40000000:", 0)]
    [InlineData(Folder, "6553f10a:40000000", 0)]
    [InlineData(Folder, "6553f10a:40000000:0", 0)]
    [Rule(79)]
    public void R79_without_a_NUL_a_pause_ends_it(string header, string body, long offset)
    {
        var assembler = new FileRequestAssembler();
        foreach (byte each in EscapedText.Bytes(header + body))
            Assert.Equal(FileRequestProgress.NeedsMore, assembler.Feed([each]));
        Assert.Equal(FileRequestProgress.Complete, assembler.Pause());
        RequireRead(assembler, offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1:1700000020:bob:BOB-PC:96")]
    [InlineData(File)]
    [InlineData(File + "6553f10a")]
    [InlineData(File + "6553f10a:40000000")]
    [InlineData(File + "6553f10a:40000000:")]
    [InlineData(Folder + "6553f10a")]
    [InlineData(Folder + "6553f10a:")]
    [InlineData("1:1:u:h:4194402:6553f10a:40000000:")]
    [Rule(79)]
    public void R79_a_pause_before_all_fields_are_there_ends_nothing(string begun)
    {
        var assembler = new FileRequestAssembler();
        assembler.Feed(EscapedText.Bytes(begun));
        Assert.Equal(FileRequestProgress.NeedsMore, assembler.Pause());
        Assert.False(assembler.TryRead(out _));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("IP2:3d:key1:")]
    [InlineData(@"\0")]
    [InlineData(@"1:1\0")]
    [InlineData("x")]
    [InlineData(":")]
    [InlineData("2:1:u:h:96:")]
    [InlineData("1:x:u:h:96:")]
    [InlineData("1:1:u:h:32:")]
    [InlineData("1:1:u:h:x:")]
    [InlineData("1:1:u:h::")]
    [Rule(84)]
    public void R84_what_can_be_no_request_is_refused_at_once(string begun)
    {
        var assembler = new FileRequestAssembler();
        Assert.Equal(FileRequestProgress.Refused, assembler.Feed(EscapedText.Bytes(begun)));
        Assert.Equal(FileRequestProgress.Refused, assembler.Feed(EscapedText.Bytes(File + @"6553f10a:40000000:a:\0")));
        Assert.Equal(FileRequestProgress.Refused, assembler.Pause());
        Assert.False(assembler.TryRead(out _));
    }

    [Theory]
    [InlineData(60, FileRequestProgress.Refused)]
    [InlineData(61, FileRequestProgress.Complete)]
    [Rule(84)]
    public void R84_a_request_beyond_the_limit_is_refused(int limit, FileRequestProgress progress)
    {
        string body = File + "6553f10a:40000000:" + new string('0', 61 - File.Length - 18);
        Assert.Equal(progress, new FileRequestAssembler(limit).Feed(EscapedText.Bytes(body + @"\0")));
    }

    [Fact]
    [Rule(84)]
    public void R84_a_request_without_end_takes_no_more_memory_than_the_limit()
    {
        var assembler = new FileRequestAssembler();
        byte[] endless = [.. Enumerable.Repeat((byte)'1', 65536)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int times = 0; times < 100; times++)
            assembler.Feed(endless);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * FileRequestAssembler.DefaultLimit);
        Assert.Equal(FileRequestProgress.Refused, assembler.Progress);
    }

    private static void RequireRead(FileRequestAssembler assembler, long offset)
    {
        Assert.True(assembler.TryRead(out var packet));
        Assert.True(FileRequestReader.TryRead(packet, out var request));
        Assert.Equal((1700000010u, 1073741824u, offset), (request.OfferNumber, request.FileId, request.Offset));
    }
}
