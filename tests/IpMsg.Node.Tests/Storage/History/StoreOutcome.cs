using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History;

/// <summary>What a store reports, to be waited for.</summary>
internal sealed class StoreOutcome : IHistoryEvents
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<ReceivedMessage> _written = [];
    private readonly BlockingCollection<Exception> _failed = [];
    private readonly BlockingCollection<Exception?> _changes = [];
    private readonly ConcurrentQueue<ReceivedMessage> _all = [];

    internal ReceivedMessage[] Written => [.. _all];

    internal ReceivedMessage NextWritten()
    {
        bool isWritten = _written.TryTake(out var message, s_maxWait);
        Assert.True(isWritten, "nothing was written: " + (_failed.TryTake(out var reason) ? reason : null));
        return message!;
    }

    internal Exception NextFailure()
    {
        Assert.True(_failed.TryTake(out var reason, s_maxWait), "nothing failed");
        return reason;
    }

    internal Exception? NextChange()
    {
        Assert.True(_changes.TryTake(out var failure, s_maxWait), "the state did not change");
        return failure;
    }

    public void OnWritten(IReadOnlyList<ReceivedMessage> messages)
    {
        foreach (var message in messages)
        {
            _all.Enqueue(message);
            _written.Add(message);
        }
    }

    public void OnFailed(IReadOnlyList<ReceivedMessage> messages, Exception reason)
    {
        foreach (var _ in messages)
            _failed.Add(reason);
    }

    public void OnFailureChanged(Exception? failure) => _changes.Add(failure);
}
