using System;
using System.Management.Automation;

namespace IpMsg.PowerShell.Notifications;

/// <summary>
/// Writes a line above the prompt. The engine runs the action of an event in the runspace when it is idle: PSReadLine lets it do so three
/// times a second while it waits for a key, provided that there is a subscriber for the event of an object. During a command the line
/// comes after it.
/// </summary>
internal sealed class LineChannel : INotificationChannel, IDisposable
{
    private readonly PSEventManager _events;
    private readonly PSEventSubscriber _subscriber;

    /// <param name="events">The events of the runspace.</param>
    internal LineChannel(PSEventManager events)
    {
        _events = events;
        var action = ScriptBlock.Create("[IpMsg.PowerShell.Internal.PromptLine]::Write($Host, $EventArgs.Line)");
        _subscriber = events.SubscribeEvent(
            this, nameof(LineReady), "IpMsg.Line." + Guid.NewGuid(), null, action, supportEvent: true, forwardEvent: false);
    }

    /// <summary>A line is to be shown.</summary>
    public event EventHandler<LineEventArgs>? LineReady;

    public void Show(NotificationText text) => LineReady?.Invoke(this, new LineEventArgs(text.ToString()));

    public void Dispose() => _events.UnsubscribeEvent(_subscriber);
}
