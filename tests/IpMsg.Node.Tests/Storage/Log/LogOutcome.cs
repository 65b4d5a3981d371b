using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using IpMsg.Node.Storage.Log;
using IpMsg.Protocol.Members.Receiving;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Log;

/// <summary>What a log said of its messages, to be waited for.</summary>
internal sealed class LogOutcome
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<IncomingMessage> _written = [];
    private readonly BlockingCollection<Exception> _failed = [];

    private readonly ManualResetEventSlim _recovered = new();
    private readonly BlockingCollection<Exception> _probes = [];

    internal bool HasRecovered => _recovered.IsSet;

    internal void Written(IReadOnlyList<IncomingMessage> messages)
    {
        if (messages.Count == 0)
            _recovered.Set();
        foreach (var message in messages)
            _written.Add(message);
    }

    internal void Failed(IReadOnlyList<IncomingMessage> messages, Exception reason)
    {
        if (messages.Count == 0)
            _probes.Add(reason);
        foreach (var _ in messages)
            _failed.Add(reason);
    }

    internal MessageLog Open(string path, int capacity = MessageLog.DefaultCapacity, LogOwner? owner = null) =>
        new(path, Written, Failed, capacity, owner);

    internal string[] Numbers => [.. _written.Select(message => message.NumberText)];

    internal int Failures => _failed.Count;

    internal void WaitForRecovery()
    {
        Assert.True(_recovered.Wait(s_patience), "the log was not tried again");
        _recovered.Reset();
    }

    internal Exception NextProbeFailure()
    {
        Assert.True(_probes.TryTake(out var reason, s_patience), "the log was not tried again");
        return reason;
    }

    internal IncomingMessage NextWritten()
    {
        Assert.True(_written.TryTake(out var message, s_patience),
            "nothing was written: " + (_failed.TryTake(out var reason) ? reason : null));
        return message;
    }

    internal Exception NextFailure()
    {
        Assert.True(_failed.TryTake(out var reason, s_patience), "nothing failed");
        return reason;
    }
}
