using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node.Storage.Queue;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.Queueing;

/// <summary>What is sent to one recipient, one message after the other. Its owner's lock guards it.</summary>
/// <param name="to">The recipient.</param>
internal sealed class RecipientState(QueueRecipient to)
{
    /// <summary>The first wait after an attempt without a confirmation; each further one doubles it.</summary>
    internal static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait between two attempts, and between two questions to an absent recipient.</summary>
    internal static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    /// <summary>The shortest wait when the recipient has appeared.</summary>
    internal static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(2);

    private int _failures, _questions;
    private TimeSpan _askAt, _lastEnd;
    private int _isLookPending;

    internal QueueRecipient To { get; } = to;

    /// <summary>The right to send to the recipient; null while this listener has nothing to send, or another one has it.</summary>
    internal QueueLease? Lease { get; set; }

    /// <summary>The message that is being sent; null for none.</summary>
    internal QueuedMessage? Current { get; set; }

    /// <summary>The delivery of the current message.</summary>
    internal Delivery? Delivery { get; set; }

    /// <summary>Deliveries that a cmdlet waits for and that are not begun, by the id of their message.</summary>
    internal Dictionary<long, Delivery> Posted { get; } = [];

    /// <summary>When the next attempt may begin.</summary>
    internal TimeSpan DueAt { get; private set; }

    /// <summary>A cmdlet has added a message, so its user expects the recipient to be there.</summary>
    internal void OnPosted(TimeSpan now) => DueAt = now;

    /// <summary>The recipient has sent an entry.</summary>
    internal void OnSeen(TimeSpan now)
    {
        var earliest = _failures == 0 ? now : _lastEnd + LeastWait;
        if (earliest < DueAt)
            DueAt = earliest;
    }

    /// <summary>True when no look whether the recipient is present is pending; then one is. Thread-safe.</summary>
    internal bool TryBeginLook() => Interlocked.Exchange(ref _isLookPending, 1) == 0;

    /// <summary>The look begins: what is seen from now on causes another one.</summary>
    internal void EndLook() => Volatile.Write(ref _isLookPending, 0);

    internal void OnConfirmed() => _failures = 0;

    /// <summary>An attempt has ended without a confirmation, or another listener sends.</summary>
    internal void OnFailed(TimeSpan now)
    {
        DueAt = now + WaitAfter(_failures++);
        _lastEnd = now;
    }

    /// <summary>True when the recipient is to be asked for an answer now.</summary>
    internal bool TryAsk(TimeSpan now)
    {
        if (now < _askAt)
            return false;
        _askAt = now + WaitAfter(_questions++);
        return true;
    }

    internal void GiveUpLease(bool isLast)
    {
        Lease?.Release(isLast);
        Lease = null;
    }

    private static TimeSpan WaitAfter(int times)
    {
        double seconds = FirstWait.TotalSeconds * Math.Pow(2, Math.Min(times, 16));
        return seconds < MaxWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : MaxWait;
    }
}
