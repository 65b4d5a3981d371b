using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Queue;

namespace IpMsg.Node.Queueing;

/// <summary>
/// The messages of a queue as this listener knows them. Others may change them; who has the lease of a recipient reads its messages again.
/// </summary>
internal sealed class QueueContent(QueueStore store, NodeProblems problems)
{
    private static readonly TimeSpan s_sweepTime = TimeSpan.FromHours(1);

    private readonly SortedDictionary<long, QueuedMessage> _all = [];
    private readonly Dictionary<long, object> _damaged = [];
    private readonly HashSet<long> _settled = [];
    private TimeSpan _sweepAt;

    /// <summary>Removes from time to time what has ended long ago.</summary>
    internal void Sweep()
    {
        if (NodeClock.Now.Elapsed < _sweepAt)
            return;
        _sweepAt = NodeClock.Now.Elapsed + s_sweepTime;
        try
        {
            store.Sweep();
        }
        catch (Exception failure) when (StoreFailure.Is(failure))
        {
            Report(failure);
        }
    }

    /// <summary>Reads what others have queued, and forgets what they have removed.</summary>
    internal void Scan()
    {
        try
        {
            RemoveSettled();
            var ids = new HashSet<long>(store.Ids());
            foreach (long gone in _all.Keys.Where(each => !ids.Contains(each)).ToList())
                _all.Remove(gone);
            foreach (long gone in _damaged.Keys.Where(each => !ids.Contains(each)).ToList())
                SetDamage(gone, null);
            foreach (long id in ids)
            {
                if (!_all.ContainsKey(id))
                    Read(id);
            }
            problems.Report(NodePart.Queue, this, null);
        }
        catch (Exception failure) when (StoreFailure.Is(failure))
        {
            problems.Report(NodePart.Queue, this, failure);
        }
    }

    /// <summary>The messages that are to be sent, in order.</summary>
    internal IEnumerable<QueuedMessage> Waiting() =>
        _all.Values.Where(each => each.IsWaiting(store.Now) && !_settled.Contains(each.Id));

    /// <summary>Those to one recipient.</summary>
    internal IEnumerable<QueuedMessage> WaitingFor(QueueRecipient to) => Waiting().Where(each => each.To.Key == to.Key);

    /// <summary>Reads the messages to a recipient again.</summary>
    internal void Reload(QueueRecipient to)
    {
        foreach (long id in WaitingFor(to).Select(static each => each.Id).ToList())
            Read(id);
    }

    internal void Put(QueuedMessage message) => _all[message.Id] = message;

    /// <summary>
    /// A message is confirmed or withdrawn. When the disk does not take that, it is not sent any more all the same, and removed later.
    /// </summary>
    internal void Settle(long id)
    {
        _all.Remove(id);
        _settled.Add(id);
        RemoveSettled();
    }

    /// <summary>Reports that the disk has not taken a change.</summary>
    internal void Report(Exception failure) => problems.Report(NodePart.Queue, this, failure);

    private void RemoveSettled()
    {
        foreach (long id in _settled.ToList())
        {
            try
            {
                store.Remove(id);
                _settled.Remove(id);
                problems.Report(NodePart.Queue, _settled, null);
            }
            catch (Exception failure) when (StoreFailure.Is(failure))
            {
                problems.Report(NodePart.Queue, _settled, failure);
            }
        }
    }

    private void Read(long id)
    {
        try
        {
            if (store.Find(id) is { } message)
                _all[id] = message;
            else
                // It is removed, or its removal was cut short.
                Settle(id);
            SetDamage(id, null);
        }
        catch (InvalidDataException damaged)
        {
            _all.Remove(id);
            SetDamage(id, damaged);
        }
    }

    private void SetDamage(long id, Exception? reason)
    {
        if (!_damaged.TryGetValue(id, out object source))
        {
            if (reason is null)
                return;
            _damaged[id] = source = new object();
        }
        problems.Report(NodePart.Queue, source, reason);
        if (reason is null)
            _damaged.Remove(id);
    }
}
