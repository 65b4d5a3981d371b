using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.Node.TestChild.Kills;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Reliability;

/// <summary>
/// A listener whose disk is full or read-only, under load: it confirms only what it has kept, says why, and goes on when it can write.
/// </summary>
public sealed class RefusingDiskTests : IDisposable
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

    [Fact]
    public void On_a_full_disk_nothing_is_confirmed_that_is_not_kept()
    {
        Directory.CreateDirectory(_folder["data"]);
        using var disk = new SmallDisk(_folder["data"]);
        RefuseUnderLoad(KilledSession.HistoryFor(_folder.Path), disk.Fill, () => File.Delete(disk.Ballast));
    }

    [Fact]
    public void On_a_disk_that_becomes_read_only_nothing_is_confirmed_that_is_not_kept()
    {
        var disk = new ReadOnlyDisk();
        RefuseUnderLoad(
            KilledSession.HistoryFor(_folder.Path) with { Files = disk }, () => disk.IsReadOnly = true, () => disk.IsReadOnly = false);
    }

    [Fact]
    public void A_disk_that_is_read_only_at_the_start_prevents_it_and_what_is_on_it_waits()
    {
        Directory.CreateDirectory(_folder["data"]);
        using var disk = new SmallDisk(_folder["data"]);
        using (var node = Start(KilledSession.HistoryFor(_folder.Path)))
        {
            _peer.Target(0, node.LocalEndPoint.Port);
            Assert.True(_peer.WaitForConfirmed(100, s_maxWait));
            Assert.True(_peer.Finish(s_maxWait));
        }
        disk.Remount(isReadOnly: true);
        var error = Assert.Throws<IpMsgException>(() => Start(KilledSession.HistoryFor(_folder.Path)));
        Assert.Equal(IpMsgErrorId.InvalidDataPath, error.ErrorId);
        disk.Remount(isReadOnly: false);
        AssertAllReceivedOnce();
    }

    private void RefuseUnderLoad(HistoryOptions options, Action refuse, Action accept)
    {
        using (var node = Start(options))
        {
            node.Problems.Changed += (part, problem) =>
            {
                if (part == NodePart.Store)
                    _changes.Add(problem);
            };
            _peer.Target(0, node.LocalEndPoint.Port);
            Assert.True(_peer.WaitForConfirmed(200, s_maxWait));
            refuse();
            _peer.MaxUntaken = 1_000;
            Assert.IsType<IOException>(NextChange()!.Reason);
            Assert.True(node.Counters.LogFailures > 0 || node.StoreFailure is not null, "the listener says nothing");
            int confirmed = _peer.Confirmed.Count;
            Assert.True(confirmed < 1_000, confirmed + " confirmed");
            accept();
            // A full disk may still have room for a short line, so there may be several problems.
            Assert.True(_peer.WaitForConfirmed(1_000, s_maxWait));
            Assert.True(_peer.Finish(s_maxWait));
            while (NextChange() is not null || node.StoreFailure is not null)
            {
            }
        }
        AssertAllReceivedOnce();
    }

    private void AssertAllReceivedOnce()
    {
        using var next = Start(KilledSession.HistoryFor(_folder.Path));
        var received = new List<string>();
        while (next.Inbox.Receive() is { } message)
            received.Add(message.NumberText);
        Assert.Equal(_peer.Confirmed.Keys.Order(), received.Order());
    }

    private MemberNode Start(HistoryOptions history) =>
        MemberNode.Start(KilledSession.OptionsFor(_folder.Path) with { History = history });

    private NodeProblem? NextChange()
    {
        Assert.True(_changes.TryTake(out var problem, s_maxWait), "the state did not change");
        return problem;
    }
}
