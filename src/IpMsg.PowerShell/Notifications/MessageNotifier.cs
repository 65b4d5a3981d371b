using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace IpMsg.PowerShell.Notifications;

/// <summary>
/// Notifies the user of the messages of one listener. A message that Receive-IpMsg has taken meanwhile is not announced, and messages in
/// quick succession are announced together: a stranger who sends hundreds causes one notification every three seconds. A channel that is
/// slow delays the next notification, and neither the network nor other handlers of the event.
/// </summary>
internal sealed class MessageNotifier : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(3);

    private readonly IpMsgListener _listener;
    private readonly IReadOnlyList<INotificationChannel> _channels;
    private readonly Timer _timer;
    private readonly object _lock = new();
    private readonly Stopwatch _sinceLast = new();
    private NewMessages _new = new();
    private bool _isScheduled, _isDisposed;

    internal MessageNotifier(IpMsgListener listener, IReadOnlyList<INotificationChannel> channels)
    {
        _listener = listener;
        _channels = channels;
        _timer = new Timer(_ => ShowNew());
        listener.MessageReceived += OnMessage;
    }

    /// <summary>
    /// True for a message that a conversation shows in this terminal: it needs no line, but a bell for who looks elsewhere. Null for none.
    /// </summary>
    internal Func<IpMsgMessage, bool>? IsShownElsewhere { get; set; }

    /// <summary>The last exception of a channel; null when none has failed.</summary>
    internal Exception? Failure { get; private set; }

    public void Dispose()
    {
        _listener.MessageReceived -= OnMessage;
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _timer.Dispose();
        }
        foreach (var channel in _channels.OfType<IDisposable>())
            channel.Dispose();
    }

    private void OnMessage(object? sender, IpMsgMessageEventArgs arrived)
    {
        bool isShown = IsShownElsewhere?.Invoke(arrived.Message) == true;
        lock (_lock)
        {
            _new.Add(arrived.Message, isShown);
            Schedule();
        }
    }

    // One call of ShowNew at a time: the next is scheduled at its end.
    private void Schedule()
    {
        if (_isDisposed || _isScheduled || _new.Count == 0)
            return;
        var wait = _sinceLast.IsRunning ? s_interval - _sinceLast.Elapsed : TimeSpan.Zero;
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        _isScheduled = true;
    }

    private void ShowNew()
    {
        NewMessages messages;
        lock (_lock)
        {
            messages = _new;
            _new = new NewMessages();
        }
        try
        {
            if (_listener.UnreadCount > 0 || messages.ShownCount > 0)
                Show(messages);
        }
        finally
        {
            lock (_lock)
            {
                _sinceLast.Restart();
                _isScheduled = false;
                Schedule();
            }
        }
    }

    private void Show(NewMessages messages)
    {
        var text = messages.Text;
        foreach (var channel in _channels)
        {
            if (channel is LineChannel && messages.ShownCount == messages.Count)
                continue;
            try
            {
                channel.Show(text);
            }
            // A terminal that is closed, a program that cannot start: the other channels work.
            catch (Exception failure)
            {
                Failure = failure;
            }
        }
    }
}
