using System;
using System.Threading;

namespace IpMsg.Node;

/// <summary>
/// Somebody's wait for something that a node will report: a mailbox that fails when the node dies and is forgotten when disposed.
/// </summary>
public sealed class Watch<T> : IDisposable, IWatch
{
    private readonly Mailbox<T> _mailbox;
    private readonly Action<Watch<T>> _forget;

    internal Watch(int capacity, Action<Watch<T>> forget)
    {
        _mailbox = new Mailbox<T>(capacity);
        _forget = forget;
    }

    /// <summary>The next report, waiting for it if need be. False when the time is up.</summary>
    /// <exception cref="IpMsgException">The node was stopped or has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool TryTake(out T item, TimeSpan timeout, CancellationToken stop) => _mailbox.TryTake(out item, timeout, stop);

    /// <inheritdoc/>
    public void Dispose() => _forget(this);

    void IWatch.Fail(Exception reason) => _mailbox.Fail(reason);

    internal void Post(T item) => _mailbox.Post(item);
}

/// <summary>What a node needs to know of every watch.</summary>
internal interface IWatch
{
    void Fail(Exception reason);
}
