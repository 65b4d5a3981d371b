using System.Collections.Generic;
using IpMsg.Node.Storage.Queue;

namespace IpMsg.Node.Queueing;

/// <summary>The recipients for which something waits. Its owner's lock guards it, but for <see cref="All"/>.</summary>
internal sealed class RecipientStates
{
    private readonly Dictionary<string, RecipientState> _byKey = [];
    private volatile RecipientState[] _all = [];

    /// <summary>All of them, also without the lock.</summary>
    internal IReadOnlyList<RecipientState> All => _all;

    /// <summary>The state of a recipient; a new one at first.</summary>
    internal RecipientState Of(QueueRecipient to)
    {
        if (!_byKey.TryGetValue(to.Key, out var state))
        {
            _byKey[to.Key] = state = new RecipientState(to);
            _all = [.. _byKey.Values];
        }
        return state;
    }

    /// <summary>This listener ends; another one may send.</summary>
    internal void GiveUpLeases()
    {
        foreach (var state in _all)
            state.GiveUpLease(isLast: false);
    }

    /// <summary>Nothing waits for the recipient any more.</summary>
    internal void Remove(RecipientState state)
    {
        _byKey.Remove(state.To.Key);
        _all = [.. _byKey.Values];
    }
}
