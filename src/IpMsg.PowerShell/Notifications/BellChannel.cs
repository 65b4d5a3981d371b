using System;
using System.IO;
using System.Text;
using IpMsg.Node.Interop;

namespace IpMsg.PowerShell.Notifications;

/// <summary>Rings the bell of the terminal, or lets it show a notification. Writes nothing into a file or pipe.</summary>
internal sealed class BellChannel : INotificationChannel
{
    // The terminal itself: after a control character in Console.Out, .NET asks the terminal for the cursor, and on Unix the question
    // waits until PSReadLine has the next key.
    private const string Terminal = "/dev/tty";

    public void Show(NotificationText text)
    {
        string sequence = TerminalSequence.Of(text, Environment.GetEnvironmentVariable);
        if (Platform.IsWindows)
        {
            if (!Console.IsOutputRedirected)
                Console.Out.Write(sequence);
            return;
        }
        // A process without a terminal, such as a service, has none to open.
        if (Console.IsOutputRedirected && Console.IsErrorRedirected)
            return;
        byte[] bytes = Encoding.UTF8.GetBytes(sequence);
        using var terminal = new FileStream(Terminal, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        terminal.Write(bytes, 0, bytes.Length);
    }
}
