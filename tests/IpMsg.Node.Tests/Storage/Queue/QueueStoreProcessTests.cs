using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Queue;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Queue;

/// <summary>Processes that change one queue at once, and are killed while they do.</summary>
public sealed class QueueStoreProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_killed_process_has_queued_changed_and_removed_is_so()
    {
        const int Rounds = 6;
        var store = new QueueStore(_folder["queue"], new OwnKeyProtector(static () => new OwnKeys(PrivateKey.Generate(2048), null)));
        var ids = new HashSet<string>();
        int begun = 0, done = 0;
        for (int round = 1; round <= Rounds; round++)
        {
            // Two at once, so that kills also fall into what one does beside the other.
            string[][] outputs = await Task.WhenAll(RunAndKill(round + "-a"), RunAndKill(round + "-b"));
            var stored = store.Ids().Select(store.Find).OfType<QueuedMessage>().ToDictionary(static each => each.Text!);
            foreach (string[] lines in outputs)
            {
                string[] Texts(string verb) => [.. lines.Where(each => each.StartsWith(verb + " ", StringComparison.Ordinal))
                    .Select(each => each[(verb.Length + 1)..])];
                string[] added = [.. Texts("added").Select(static each => each.Split('|')[0])];
                Assert.All(Texts("added"), each => Assert.True(ids.Add(each.Split('|')[1]), "an id was given twice"));
                Assert.All(added.Except(Texts("removing")), text => Assert.Contains(text, stored));
                Assert.All(Texts("removed"), text => Assert.DoesNotContain(text, stored));
                Assert.All(Texts("changed").Where(stored.ContainsKey), text =>
                {
                    Assert.True(stored[text] is { Attempts: 1, IsOpen: true, Files.Count: 40 });
                    Assert.Equal(text, Encoding.UTF8.GetString(stored[text].Datagram!.Bytes));
                });
                begun += Texts("adding").Length;
                done += Texts("removed").Length;
            }
            Assert.Equal(stored.Values.Select(static each => each.Id).Order(), stored.Values.Select(static each => each.Id));
        }
        Assert.True(begun > 50 && done > 25, $"{begun} begun, {done} removed");
    }

    private Task<string[]> RunAndKill(string name) => Task.Run(() =>
    {
        using var child = new ChildProcess("queue", _folder["queue"], name);
        var lines = new List<string>();
        for (int until = Random.Shared.Next(0, 120); until > 0 && child.Output.ReadLine() is { } line; until--)
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
