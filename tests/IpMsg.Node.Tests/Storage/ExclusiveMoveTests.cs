using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

public sealed class ExclusiveMoveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("as the system allows", 1_000)]
    [InlineData("link", 1_000)]
    [InlineData("rename", 1_000)]
    [InlineData("lock", 100)]
    public void Of_four_starters_one_creates_the_file(string way, int rounds)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && way != "as the system allows", "For Unix.");
        Func<string, string, bool> move = way switch
        {
            "link" => (from, to) => ExclusiveMove.ByLink(from, to)!.Value,
            "rename" => (from, to) => LibC.RenameExclusively(from, to)!.Value,
            "lock" => ExclusiveMove.Alone,
            _ => ExclusiveMove.TryMove,
        };
        AssertOneWins(rounds, (round, starter) =>
        {
            string draft = _folder[round + "-" + starter];
            File.WriteAllText(draft, starter.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return () => move(draft, _folder[round + ".key"]);
        });
    }

    [Fact]
    public void Of_four_starters_one_keeps_its_key()
    {
        AssertOneWins(500, (round, starter) => () => AtomicFile.TryCreate(_folder[round + ".key"], [(byte)starter]));
        Assert.Equal(500, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void The_losers_draft_is_removed()
    {
        Assert.True(AtomicFile.TryCreate(_folder["key"], [1]));
        Assert.False(AtomicFile.TryCreate(_folder["key"], [2]));
        Assert.Equal([_folder["key"]], Directory.GetFiles(_folder.Path));
        Assert.Equal([1], File.ReadAllBytes(_folder["key"]));
    }

    [Fact]
    public void A_name_in_a_missing_folder_is_an_error_and_not_taken()
    {
        File.WriteAllText(_folder["draft"], "");
        Assert.ThrowsAny<IOException>(() => ExclusiveMove.TryMove(_folder["draft"], _folder[Path.Combine("missing", "key")]));
    }

    /// <summary>
    /// All starters of a round move at the same moment, and the file is the one of the only starter that was told that it won.
    /// </summary>
    private static void AssertOneWins(int rounds, Func<int, int, Func<bool>> prepare)
    {
        const int Starters = 4;
        int[] winners = new int[rounds];
        using var barrier = new Barrier(Starters);
        var threads = Enumerable.Range(0, Starters).Select(starter => Task.Factory.StartNew(
            () =>
            {
                for (int round = 0; round < rounds; round++)
                {
                    var start = prepare(round, starter);
                    barrier.SignalAndWait();
                    if (start())
                        Interlocked.Increment(ref winners[round]);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(threads);
        Assert.All(winners, each => Assert.Equal(1, each));
    }
}
