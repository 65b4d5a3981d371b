using System;
using System.Threading;

namespace IpMsg.Node.Subscriptions;

/// <summary>
/// A queue of reports of a node. It fails when the node ends, and receives nothing more after disposal.
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

    /// <summary>Takes the next report; waits for one when there is none. False after the timeout.</summary>
    /// <exception cref="IpMsgException">The node was stopped or has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool TryTake(out T item, TimeSpan timeout, CancellationToken stop) => _queue.TryTake(out item, timeout, stop);

    /// <inheritdoc/>
    public void Dispose() => _forget(this);

    void IObserver<T>.OnNext(T value) => Post(value);

    void IObserver<T>.OnError(Exception error) => _queue.Fail(error);

    void IObserver<T>.OnCompleted() => _queue.Complete();

    void ISubscription.Fail(Exception exception) => _queue.Fail(exception);

    internal void Post(T item) => _queue.Post(item);
}

/// <summary>A subscription of any type, which fails when the node ends.</summary>
internal interface ISubscription
{
    void Fail(Exception exception);
}
