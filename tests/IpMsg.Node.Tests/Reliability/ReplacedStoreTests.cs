using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Node.TestChild.Kills;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Reliability;

/// <summary>A listener whose store another program cuts or removes: it says so, and the next session gets each message once.</summary>
public sealed class ReplacedStoreTests : IDisposable
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly LoadPeer _peer = new() { MaxUntaken = 300 };
    private readonly BlockingCollection<NodeProblem?> _changes = [];

    public void Dispose()
    {
        _peer.Dispose();
        _changes.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_confirmed_outlives_the_loss_of_the_files(bool isRemoved)
    {
        using (var node = Start())
        {
            node.Problems.Changed += (part, problem) =>
            {
                if (part == NodePart.Store)
                    _changes.Add(problem);
            };
            _peer.Target(0, node.LocalEndPoint.Port);
            Assert.True(_peer.WaitForConfirmed(200, s_maxWait));
            if (isRemoved)
                OpenFiles.DeleteFolder(node.StorePath!);
            else
                OpenFiles.WriteAllBytes(Directory.GetFiles(node.StorePath!, "history-*.jsonl").Max()!, []);
            _peer.MaxUntaken = 1_000;
            var reason = NextChange()!.Reason;
            // A write between the removal of the folder and the repair fails first, when it is fast.
            while (isRemoved && reason is DirectoryNotFoundException or FileNotFoundException)
                reason = NextChange()!.Reason;
            Assert.IsType<InvalidDataException>(reason);
            Assert.True(_peer.WaitForConfirmed(1_000, s_maxWait));
            Assert.True(_peer.Finish(s_maxWait));
            while (node.StoreFailure is not null)
                NextChange();
        }
        using var next = Start();
        var received = new List<string>();
        // Under wine a file of the former session may be busy at first, so the messages come a second later.
        SpinWait.SpinUntil(() => next.Inbox.Count > 0, s_maxWait);
        while (next.Inbox.Receive() is { } message)
            received.Add(message.NumberText);
        Assert.Equal(_peer.Confirmed.Keys.Order(), received.Order());
    }

    [Fact]
    public void A_conflict_copy_in_the_folder_is_a_problem_of_the_store_that_names_it()
    {
        string name = "history-000001 (conflicted copy).jsonl";
        string folder;
        using (var first = Start())
            folder = first.StorePath!;
        File.Copy(Path.Combine(folder, "history-000001.jsonl"), Path.Combine(folder, name));
        using var node = Start();
        Assert.Contains(name, node.Problems.Find(NodePart.Store)!.Reason.Message, StringComparison.Ordinal);
    }

    private MemberNode Start() => MemberNode.Start(KilledSession.OptionsFor(_folder.Path));

    private NodeProblem? NextChange()
    {
        Assert.True(_changes.TryTake(out var problem, s_maxWait), "the state did not change");
        return problem;
    }
}
