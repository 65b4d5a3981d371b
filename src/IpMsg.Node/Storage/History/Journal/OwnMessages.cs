using System.Collections.Generic;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// The messages of this session that nobody has taken, with their content. <see cref="StoreRecovery"/> writes them again when other
/// programs remove their lines. Thread-safe.
/// </summary>
internal sealed class OwnMessages
{
    private readonly object _gate = new();
    private readonly HashSet<ReceivedMessage> _waiting = [];
    private readonly Dictionary<HistoryId, string> _claimedFrom = [];

    /// <summary>The messages in the order of their ids.</summary>
    internal List<ReceivedMessage> Ordered()
    {
        lock (_gate)
        {
            var all = new List<ReceivedMessage>(_waiting);
            all.Sort(static (one, other) => one.Id.CompareTo(other.Id));
            return all;
        }
    }

    internal void Add(ReceivedMessage message)
    {
        lock (_gate)
            _waiting.Add(message);
    }

    /// <summary>Notes from which session a message was claimed: an older copy of the store has it under that session.</summary>
    internal void NoteClaim(HistoryId id, string from)
    {
        lock (_gate)
            _claimedFrom[id] = from;
    }

    internal void Remove(ReceivedMessage message)
    {
        lock (_gate)
            _waiting.Remove(message);
    }

    /// <summary>True when a waiting message of the files is one that this session has, or had and took.</summary>
    /// <param name="id">The message.</param>
    /// <param name="owner">For which session it waits in the files.</param>
    /// <param name="session">This session.</param>
    internal bool IsOurs(HistoryId id, string owner, string session)
    {
        if (owner == session)
            return true;
        lock (_gate)
            return _claimedFrom.TryGetValue(id, out string? from) && from == owner;
    }

    /// <summary>True when the files have all of them as waiting.</summary>
    internal bool AreIn(WaitingMessages waiting, string session)
    {
        lock (_gate)
        {
            foreach (var message in _waiting)
            {
                if (!waiting.IsFor(message.Id, session))
                    return false;
            }
            return true;
        }
    }
}
