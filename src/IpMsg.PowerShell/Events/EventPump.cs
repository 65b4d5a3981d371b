using System;
using System.Runtime.CompilerServices;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;

namespace IpMsg.PowerShell.Events;

/// <summary>
/// One event of a listener. While somebody is subscribed, a watch is open and a background thread raises what comes into it; otherwise
/// there is neither. The watch is bounded, so a slow subscriber loses the oldest events rather than hold up the network.
/// </summary>
/// <typeparam name="TItem">What the node tells.</typeparam>
/// <typeparam name="TArgs">What subscribers get.</typeparam>
/// <param name="open">Opens the watch, and says what subscribers get of an item: null for nothing.</param>
/// <param name="raise">Calls one subscriber.</param>
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
            // The thread does not keep the listener alive: a runspace that is dropped with subscriptions in it is to be collected, and the
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
                // The last subscriber has gone, or the listener has ended and its events with it.
            }
        }
    }

    // A method of its own, so that nothing here is held on to while the thread waits.
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
