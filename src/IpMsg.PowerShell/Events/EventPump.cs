using System;
using System.Runtime.CompilerServices;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;

namespace IpMsg.PowerShell.Events;

/// <summary>
/// One event of a listener. While it has handlers, a background thread takes the items of a subscription and raises the event; without
/// handlers there is neither. The subscription is bounded: a slow handler loses the oldest events and does not delay the network.
/// </summary>
/// <typeparam name="TItem">The type of the node's items.</typeparam>
/// <typeparam name="TArgs">The event arguments.</typeparam>
/// <param name="open">Opens the subscription. The second value converts an item into the arguments of the event; null skips it.</param>
/// <param name="raise">Calls one handler.</param>
internal sealed class EventPump<TItem, TArgs>(
    Func<(Subscription<TItem> Subscription, Func<TItem, TArgs?> Convert)> open, Action<EventHandler<TArgs>, TArgs> raise)
    where TArgs : EventArgs
{
    private readonly object _lock = new();
    private EventHandler<TArgs>? _handlers;
    private Func<TItem, TArgs?>? _present;
    private CancellationTokenSource? _running;

    internal void Add(EventHandler<TArgs>? handler)
    {
        lock (_lock)
        {
            _handlers += handler;
            if (_handlers is null || _running is not null)
                return;
            (var subscription, _present) = open();
            var stop = (_running = new CancellationTokenSource()).Token;
            // A weak reference, so that a dropped runspace with handlers can be collected with its listener. The end of its node then ends
            // the thread.
            var reference = new WeakReference<EventPump<TItem, TArgs>>(this);
            string name = "IpMsg events, " + typeof(TArgs).Name;
            new Thread(() => Run(reference, subscription, stop)) { IsBackground = true, Name = name }.Start();
        }
    }

    internal void Remove(EventHandler<TArgs>? handler)
    {
        lock (_lock)
        {
            _handlers -= handler;
            if (_handlers is not null)
                return;
            _running?.Cancel();
            _running = null;
            _present = null;
        }
    }

    private static void Run(WeakReference<EventPump<TItem, TArgs>> reference, Subscription<TItem> subscription, CancellationToken stop)
    {
        using (subscription)
        {
            try
            {
                while (subscription.TryTake(out var item, Timeout.InfiniteTimeSpan, stop))
                    Raise(reference, item, stop);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IpMsgException)
            {
                // The last handler was removed, or the listener has stopped.
            }
        }
    }

    // Not inlined: its locals would keep the pump alive while the thread waits.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Raise(WeakReference<EventPump<TItem, TArgs>> reference, TItem item, CancellationToken stop)
    {
        if (reference.TryGetTarget(out var pump))
            pump.Raise(item, stop);
    }

    private void Raise(TItem item, CancellationToken stop)
    {
        EventHandler<TArgs>? handlers;
        TArgs? args;
        lock (_lock)
        {
            handlers = stop.IsCancellationRequested ? null : _handlers;
            args = handlers is null ? null : _present?.Invoke(item);
        }
        if (args is null)
            return;
        foreach (EventHandler<TArgs> each in handlers!.GetInvocationList())
            raise(each, args);
    }
}
