using System;
using System.Threading;

namespace IpMsg.Node.Networks;

/// <summary>
/// Joins the network events of a short time into one call: Windows raises several for one cable, and an address is usable only some time
/// after the first.
/// </summary>
internal sealed class NetworkWatcher : IDisposable
{
    /// <summary>An address is checked for duplicates for about a second before the system sends from it (RFC 5227, RFC 4862).</summary>
    internal static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(2);

    private readonly object _lock = new();
    private readonly INetworkEvents _events;
    private readonly Action<bool> _onChanged;
    private readonly TimeSpan _settleTime;
    private readonly Timer _timer;
    private bool _isResumed, _isDisposed;

    /// <param name="events">The source of the events; this object disposes it.</param>
    /// <param name="settleTime">The time without an event after which the call follows.</param>
    /// <param name="onChanged">Runs on a thread of the pool, with true after a sleep; must not throw.</param>
    internal NetworkWatcher(INetworkEvents events, TimeSpan settleTime, Action<bool> onChanged)
    {
        _events = events;
        _settleTime = settleTime;
        _onChanged = onChanged;
        _timer = new Timer(OnSettled, null, Timeout.Infinite, Timeout.Infinite);
    }

    internal void Open() => _events.Open(OnEvent);

    public void Dispose()
    {
        _events.Dispose();
        lock (_lock)
            _isDisposed = true;
        _timer.Dispose();
    }

    private void OnEvent(NetworkEvent what)
    {
        lock (_lock)
        {
            _isResumed |= what == NetworkEvent.Resumed;
            if (!_isDisposed)
                _timer.Change(_settleTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnSettled(object? state)
    {
        bool isResumed;
        lock (_lock)
        {
            if (_isDisposed)
                return;
            isResumed = _isResumed;
            _isResumed = false;
        }
        _onChanged(isResumed);
    }
}
