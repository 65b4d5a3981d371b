using System;
using System.Threading;

namespace IpMsg.Node.Subscriptions;

/// <summary>
/// Somebody's wait for something that a node will report: a mailbox that fails when the node dies and is forgotten when disposed.
/// </summary>
public sealed class Subscription<T> : IDisposable, IObserver<T>, ISubscription
{
    private readonly DropOldestQueue<T> _queue;
    private readonly Action<Subscription<T>> _forget;

    internal Subscription(int capacity, Action<Subscription<T>> forget)
    {
        _queue = new DropOldestQueue<T>(capacity);
        _forget = forget;
    }

    /// <summary>The next report, waiting for it if need be. False when the time is up.</summary>
    /// <exception cref="IpMsgException">The node was stopped or has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool TryTake(out T item, TimeSpan timeout, CancellationToken stop) => _queue.TryTake(out item, timeout, stop);

    /// <inheritdoc/>
    public void Dispose() => _forget(this);

    void IObserver<T>.OnNext(T value) => Post(value);

    void IObserver<T>.OnError(Exception error) => _queue.Fail(error);

    void IObserver<T>.OnCompleted() => _queue.Complete();

    void ISubscription.Fail(Exception reason) => _queue.Fail(reason);

    internal void Post(T item) => _queue.Post(item);
}

/// <summary>What a node needs to know of every watch.</summary>
internal interface ISubscription
{
    void Fail(Exception reason);
}
