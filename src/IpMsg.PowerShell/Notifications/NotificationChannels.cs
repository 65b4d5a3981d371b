using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Interop;

namespace IpMsg.PowerShell.Notifications;

/// <summary>Makes the channels that -Notify names.</summary>
internal static class NotificationChannels
{
    /// <param name="kinds">The value of -Notify.</param>
    /// <param name="events">The events of the runspace.</param>
    /// <exception cref="IpMsgException">The system lacks the program for notifications of the desktop.</exception>
    internal static List<INotificationChannel> Create(IpMsgNotification[] kinds, PSEventManager events)
    {
        // Before anything is made: an error at the start is better than one at the first message.
        string? program = kinds.Contains(IpMsgNotification.Desktop) ? FindProgram() : null;
        return [.. kinds.Distinct().Select(each => Create(each, events, program))];
    }

    private static string FindProgram()
    {
        string needed = DesktopCommand.NeededBy(Platform.System);
        return DesktopCommand.Find(needed) ?? throw new IpMsgException(
            IpMsgErrorId.NotificationUnavailable,
            "Notifications of the desktop need " + needed + ", which is not in the PATH.",
            IpMsgNotification.Desktop,
            "Install it (Debian: apt install libnotify-bin), or use -Notify Bell, Line.");
    }

    private static INotificationChannel Create(IpMsgNotification kind, PSEventManager events, string? program) => kind switch
    {
        IpMsgNotification.Line => new LineChannel(events),
        IpMsgNotification.Desktop => new DesktopChannel(program!),
        _ => new BellChannel(),
    };
}
