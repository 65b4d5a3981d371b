using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members.Receiving;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Keys;

/// <summary>The file of shown messages that the processes of a user share.</summary>
public sealed class SeenMessageFileTests : IDisposable
{
    private const ulong Alice = 3, Common = 0;

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private string Path => _temporary[System.IO.Path.Combine("keys", "seen-messages")];

    [Fact]
    [Rule(116)]
    public void R116_a_process_reads_what_others_have_shown_and_each_message_once()
    {
        SeenMessageFile first = Open(), second = Open();
        Assert.Empty(first.Changes());
        first.Append(Messages(Alice, 1, 3));
        Assert.Equal(Messages(Alice, 1, 3), second.Changes());
        Assert.Empty(second.Changes());
        second.Append(Messages(Common, 4, 1));
        first.Append(Messages(Alice, 5, 1));
        Assert.Equal([.. Messages(Common, 4, 1), .. Messages(Alice, 5, 1)], second.Changes());
        Assert.Equal(5, Open().Changes().Count);
    }

    [Fact]
    [Rule(116)]
    public void R116_a_file_that_is_written_anew_keeps_the_share_of_each_member()
    {
        SeenMessageFile first = Open(2_000), second = Open(2_000);
        first.Append(Messages(Alice, 1, 10));
        Assert.Equal(10, second.Changes().Count);
        // Another member fills its share twice.
        first.Append(Messages(Alice + 2, 1_000, 2_100));
        Assert.Equal(SeenMessageFile.HeaderLength + SeenMessageFile.RecordLength * (10 + ReplayMemory.MaxPerShare),
            new FileInfo(Path).Length);
        Assert.Equal(Messages(Alice, 1, 10), Open().Changes().Where(each => each.Share == Alice));
        // Who has read the former file reads this one from its beginning.
        Assert.Equal(10 + ReplayMemory.MaxPerShare, second.Changes().Count);
        second.Append(Messages(Alice, 20, 1));
        Assert.Equal(Messages(Alice, 20, 1), second.Changes());
    }

    [Fact]
    public void The_end_of_an_unfinished_write_is_overwritten()
    {
        Open().Append(Messages(Alice, 1, 2));
        using (var file = new FileStream(Path, FileMode.Append))
            file.Write([1, 2, 3, 4, 5]);
        Assert.Equal(Messages(Alice, 1, 2), Open().Changes());
        Open().Append(Messages(Alice, 3, 1));
        Assert.Equal(Messages(Alice, 1, 3), Open().Changes());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(100)]
    public void A_damaged_file_is_begun_anew(int length)
    {
        Directory.CreateDirectory(_temporary["keys"]);
        File.WriteAllBytes(Path, new byte[length]);
        Assert.Empty(Open().Changes());
        Open().Append(Messages(Alice, 1, 1));
        Assert.Equal(Messages(Alice, 1, 1), Open().Changes());
    }

    [Fact]
    public async Task Processes_that_append_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            var file = Open();
            for (int j = 0; j < 20; j++)
                file.Append(Messages(Alice, i * 100 + j + 1, 1));
        })));
        Assert.Equal(160, Open().Changes().Distinct().Count());
    }

    [Fact]
    public void Messages_that_the_disk_refuses_are_saved_with_the_next_one()
    {
        // A file in the place of the folder.
        File.WriteAllBytes(_temporary["keys"], []);
        using var store = new SeenMessageStore(Open());
        store.Keep(Messages(Alice, 1, 1)[0]);
        store.Dispose();
        Assert.NotNull(store.Failure);
        File.Delete(_temporary["keys"]);
        store.Keep(Messages(Alice, 2, 1)[0]);
        store.Dispose();
        Assert.Null(store.Failure);
        Assert.Equal(Messages(Alice, 1, 2), Open().Changes());
    }

    private SeenMessageFile Open(int maxRecords = 1_000_000) => new(UserFolder.Locate(_temporary["keys"]), maxRecords);

    private static List<SeenMessage> Messages(ulong share, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(each =>
            new SeenMessage(share, new DuplicateKey((ulong)each, 1), 2, 3, IsNumberProved: each % 2 == 0))];
}
