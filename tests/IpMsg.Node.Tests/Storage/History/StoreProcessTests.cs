using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History;

public sealed class StoreProcessTests : IDisposable
{
    private readonly HistoryFixture _history = new();

    public void Dispose() => _history.Dispose();

    [Fact]
    public async Task Whatever_was_confirmed_is_taken_exactly_once_through_any_number_of_kills()
    {
        const int Rounds = 15;
        var kept = new List<string>();
        var taken = new List<string>();
        for (int round = 1; round <= Rounds; round++)
        {
            // Two sessions at once, so that kills also fall into what one does beside the other.
            string[][] outputs = await Task.WhenAll(RunAndKill(round + "-a"), RunAndKill(round + "-b"));
            foreach (string line in outputs.SelectMany(each => each))
            {
                if (line.StartsWith("kept ", StringComparison.Ordinal))
                    kept.Add(line[5..]);
                else if (line.StartsWith("taken ", StringComparison.Ordinal))
                    taken.Add(line[6..]);
            }
        }
        using var last = _history.Open();
        string[] left = [.. last.ClaimAbandoned().Select(message => message.Text!)];
        Assert.True(kept.Count > 500 && taken.Count > 200, $"{kept.Count} kept, {taken.Count} taken");
        Assert.Equal(taken.Distinct(), taken);
        Assert.Empty(taken.Intersect(left));
        // A session that is killed between its note and its output has taken one that is not printed.
        string[] unprinted = [.. kept.Except(taken).Except(left)];
        Assert.InRange(unprinted.Length, 0, 2 * Rounds);
        var noted = _history.Query().Where(entry => entry.TakenAt is not null).Select(entry => entry.Message.Text).ToHashSet();
        Assert.All(unprinted, text => Assert.Contains(text, noted));
    }

    private Task<string[]> RunAndKill(string name) => Task.Run(() =>
    {
        using var child = new ChildProcess("store", _history.Folder, name);
        var lines = new List<string>();
        for (int until = Random.Shared.Next(0, 200); until > 0 && child.Output.ReadLine() is { } line; until--)
            lines.Add(line);
        // A moment that is no moment of the child's: not just after a line.
        Thread.SpinWait(Random.Shared.Next(0, 200_000));
        child.Kill();
        string[] rest = child.Output.ReadToEnd().Split('\n');
        // Behind the last line end is what it was about to say.
        lines.AddRange(rest[..^1]);
        return lines.ToArray();
    });
}
