using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Benchmarks.History;

/// <summary>Counts the events of a store and wakes the waiting thread.</summary>
internal sealed class StoreProgress : IHistoryEvents
{
    private readonly object _gate = new();
    private int _written;

    /// <summary>Waits until that many messages are on the disk, counted from the start.</summary>
    internal void WaitFor(int count)
    {
        lock (_gate)
        {
            while (_written < count)
                Monitor.Wait(_gate);
        }
    }

    internal int Written
    {
        get
        {
            lock (_gate)
                return _written;
        }
    }

    public void OnWritten(IReadOnlyList<ReceivedMessage> messages)
    {
        lock (_gate)
        {
            _written += messages.Count;
            Monitor.PulseAll(_gate);
        }
    }

    public void OnFailed(IReadOnlyList<ReceivedMessage> messages, Exception reason) => Environment.FailFast(reason.ToString());

    public void OnFailureChanged(Exception? failure)
    {
    }
}
