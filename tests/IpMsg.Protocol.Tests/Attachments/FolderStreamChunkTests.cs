using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>However a stream is cut on its way, it means the same, and reading it costs next to nothing.</summary>
public class FolderStreamChunkTests
{
    [Fact]
    [Rule(82)]
    public void R82_every_stream_means_the_same_in_chunks_of_any_size()
    {
        foreach (var (stream, isFolder) in ExampleStreams.All)
        {
            string whole = StreamTranscript.Of(stream, isFolder, int.MaxValue);
            for (int size = 1; size <= Math.Min(stream.Length, 200); size++)
                Assert.Equal(whole, StreamTranscript.Of(stream, isFolder, size));
        }
    }

    [Fact]
    [Rule(82)]
    public void R82_every_stream_means_the_same_in_two_parts_cut_anywhere()
    {
        foreach (var (stream, isFolder) in ExampleStreams.All)
        {
            string whole = StreamTranscript.Of(stream, isFolder, int.MaxValue);
            for (int cut = 0; cut <= stream.Length; cut++)
                Assert.Equal(whole, StreamTranscript.Of(ExampleStreams.Reader(isFolder), [stream.AsMemory(0, cut), stream.AsMemory(cut)]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Rule(82)]
    public void R82_every_stream_means_the_same_in_chunks_of_random_sizes(ulong seed)
    {
        var random = new SeededNumbers(seed);
        foreach (var (stream, isFolder) in ExampleStreams.All)
        {
            string whole = StreamTranscript.Of(stream, isFolder, int.MaxValue);
            for (int times = 0; times < 200; times++)
                Assert.Equal(whole, StreamTranscript.Of(ExampleStreams.Reader(isFolder), ExampleStreams.Chunks(stream, random.Next())));
        }
    }

    [Fact]
    [Rule(82)]
    public void R82_contents_cost_no_memory_and_an_entry_costs_little()
    {
        const int Files = 10_000;
        byte[] header = EscapedText.Bytes(FolderStreamReaderTests.Record("file.txt:1000:1:14=6553f100:16=6553f000")),
            contents = new byte[0x1000];
        var reader = ExampleStreams.Reader(isFolder: true);
        Drain(reader, EscapedText.Bytes(FolderStreamReaderTests.Record("docs:0:2")));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int file = 0; file < Files; file++)
        {
            Drain(reader, header);
            Drain(reader, contents);
        }
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Files, 1, 600);
        Assert.Equal((Files + 1, Files * 0x1000L), (reader.Entries, reader.Size));
    }

    private static void Drain(FolderStreamReader reader, ReadOnlySpan<byte> chunk)
    {
        while (reader.Read(chunk, out int consumed) != FolderStreamEvent.NeedsMore)
            chunk = chunk[consumed..];
    }
}
