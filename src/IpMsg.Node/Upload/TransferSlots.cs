using System.Collections.Generic;
using System.Net;
using System.Threading.Tasks;

namespace IpMsg.Node.Upload;

/// <summary>
/// Limits the transfers that run at once. Each recipient has a share: the more transfers it has, the earlier its next one has to wait, so
/// recipients that read slowly or nothing use up their own slots. Thread-safe.
/// </summary>
internal sealed class TransferSlots
{
    /// <summary>Up to this many transfers run, of any recipient.</summary>
    internal const int MaxShared = 64;

    /// <summary>Up to this many run when the recipient has fewer than <see cref="FewTransfers"/>.</summary>
    internal const int MaxWithFew = 256;

    /// <summary>Up to this many run when the recipient has none.</summary>
    internal const int Max = 512;

    internal const int FewTransfers = 4;

    private readonly object _lock = new();
    private readonly Dictionary<IPEndPoint, int> _running = [];
    private readonly LinkedList<(IPEndPoint Recipient, object Owner, TaskCompletionSource<int> Entered)> _waiting = new();
    private int _count;

    /// <summary>Takes a slot, in the order of the calls.</summary>
    /// <returns>The number of running transfers, including this one; 0 when the wait was abandoned.</returns>
    internal Task<int> EnterAsync(IPEndPoint recipient, object owner)
    {
        lock (_lock)
        {
            if (TryEnter(recipient))
                return Task.FromResult(_count);
            var entered = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.AddLast((recipient, owner, entered));
            return entered.Task;
        }
    }

    /// <summary>Ends the wait of an owner; without effect when it does not wait.</summary>
    internal void Abandon(object owner)
    {
        lock (_lock)
        {
            for (var each = _waiting.First; each is not null; each = each.Next)
            {
                if (each.Value.Owner != owner)
                    continue;
                _waiting.Remove(each);
                each.Value.Entered.SetResult(0);
                return;
            }
        }
    }

    /// <summary>Frees the slot of a transfer.</summary>
    internal void Leave(IPEndPoint recipient)
    {
        lock (_lock)
        {
            _count--;
            if (--_running[recipient] == 0)
                _running.Remove(recipient);
            for (var each = _waiting.First; each is not null;)
            {
                var next = each.Next;
                if (TryEnter(each.Value.Recipient))
                {
                    _waiting.Remove(each);
                    each.Value.Entered.SetResult(_count);
                }
                each = next;
            }
        }
    }

    private bool TryEnter(IPEndPoint recipient)
    {
        _running.TryGetValue(recipient, out int own);
        if (_count >= (own == 0 ? Max : own < FewTransfers ? MaxWithFew : MaxShared))
            return false;
        _running[recipient] = own + 1;
        _count++;
        return true;
    }
}
