using System;
using System.Threading;

namespace IpMsg.Node;

/// <summary>
/// Repeats an attempt to read the messages that wait in the store: another program, such as a virus scanner on Windows, may hold a file for
/// a moment. The first repetition follows after a second, and the pause doubles up to a minute.
/// </summary>
internal sealed class ClaimRetry : IDisposable
{
    private const int FirstPauseMs = 1_000, MaxPauseMs = 60_000;

    private readonly Timer _timer;
    private readonly object _lock = new();
    private int _pauseMs = FirstPauseMs;
    private bool _isDisposed;

    /// <param name="attempt">The attempt; called on a thread of the pool.</param>
    internal ClaimRetry(Action attempt) => _timer = new Timer(_ => attempt());

    /// <summary>True while a repetition is due.</summary>
    internal bool IsDue { get; private set; }

    /// <summary>The attempt has failed.</summary>
    internal void Failed()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            IsDue = true;
            _timer.Change(_pauseMs, Timeout.Infinite);
            _pauseMs = Math.Min(2 * _pauseMs, MaxPauseMs);
        }
    }

    /// <summary>The attempt has succeeded.</summary>
    internal void Succeeded()
    {
        lock (_lock)
        {
            IsDue = false;
            _pauseMs = FirstPauseMs;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer.Dispose();
        }
    }
}
