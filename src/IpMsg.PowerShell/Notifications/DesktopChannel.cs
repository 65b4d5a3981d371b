using System;
using System.Diagnostics;
using System.Linq;
using IpMsg.Node.Interop;

namespace IpMsg.PowerShell.Notifications;

/// <summary>Shows notifications of the desktop with what the system has. The program runs in the background, one at a time.</summary>
/// <param name="program">The path of the program.</param>
internal sealed class DesktopChannel(string program) : INotificationChannel
{
    // A notification server that hangs must not collect processes.
    private static readonly TimeSpan s_maxRunTime = TimeSpan.FromSeconds(30);

    public void Show(NotificationText text)
    {
        var command = DesktopCommand.For(text, program, Platform.System);
        var start = new ProcessStartInfo(command.Program, string.Join(" ", command.Arguments.Select(CommandLineArgument.Quote)))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in command.Variables)
            start.Environment[variable.Key] = variable.Value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException(command.Program + " did not start.");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        if (!process.WaitForExit((int)s_maxRunTime.TotalMilliseconds))
        {
            process.Kill();
            throw new InvalidOperationException(command.Program + " did not end.");
        }
        if (process.ExitCode != 0)
            throw new InvalidOperationException(command.Program + " failed: " + errors.GetAwaiter().GetResult().Trim());
    }
}
