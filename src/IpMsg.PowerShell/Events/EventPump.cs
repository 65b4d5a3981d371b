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
/// <typeparam name="TItem">What the node posts.</typeparam>
/// <typeparam name="TArgs">What handlers get.</typeparam>
/// <param name="open">Opens the subscription, and converts an item into the arguments of the event; null to skip it.</param>
/// <param name="raise">Calls one handler.</param>
internal sealed class EventPump<TItem, TArgs>(Func<(Subscription<TItem> Watch, Func<TItem, TArgs?> Present)> open, Action<EventHandler<TArgs>, TArgs> raise)
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
            // A weak reference: a runspace that is dropped with handlers in it has to be collected with its listener. Then the
            // end of its node ends the thread.
            var home = new WeakReference<EventPump<TItem, TArgs>>(this);
            new Thread(() => Run(home, subscription, stop)) { IsBackground = true, Name = "IpMsg events, " + typeof(TArgs).Name }.Start();
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

    private static void Run(WeakReference<EventPump<TItem, TArgs>> home, Subscription<TItem> subscription, CancellationToken stop)
    {
        using (subscription)
        {
            try
            {
                while (subscription.TryTake(out var item, Timeout.InfiniteTimeSpan, stop))
                    Raise(home, item, stop);
            }
            catch (Exception end) when (end is OperationCanceledException or IpMsgException)
            {
                // The last handler was removed, or the listener has ended.
            }
        }
    }

    // Not inlined: its locals would keep the pump alive while the thread waits.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Raise(WeakReference<EventPump<TItem, TArgs>> home, TItem item, CancellationToken stop)
    {
        if (home.TryGetTarget(out var pump))
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
