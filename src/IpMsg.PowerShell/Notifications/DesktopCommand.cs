using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace IpMsg.PowerShell.Notifications;

/// <summary>
/// The program that shows a notification of the desktop, with its arguments. The text is an argument of its own or a variable, never a part
/// of a script.
/// </summary>
/// <param name="Program">The path of the program.</param>
/// <param name="Arguments">Its arguments, each as it is.</param>
/// <param name="Variables">Further environment variables.</param>
internal sealed record DesktopCommand(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Variables)
{
    private const string TitleVariable = "IPMSG_NOTIFICATION_TITLE", BodyVariable = "IPMSG_NOTIFICATION_BODY";

    private const string AppleScript =
        "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run";

    // BurntToast where it is installed, else the balloon of a tray icon, which Windows shows as a toast.
    private const string WindowsScript = $$"""
        $title = $env:{{TitleVariable}}; $body = $env:{{BodyVariable}}
        if (Get-Module -ListAvailable BurntToast) { BurntToast\New-BurntToastNotification -Text $title, $body; exit }
        Add-Type -AssemblyName System.Windows.Forms, System.Drawing
        $icon = New-Object System.Windows.Forms.NotifyIcon
        $icon.Icon = [System.Drawing.SystemIcons]::Information
        $icon.Visible = $true
        if (-not $body) { $body = ' ' }
        $icon.ShowBalloonTip(10000, $title, $body, 'None')
        Start-Sleep -Seconds 10
        $icon.Dispose()
        """;

    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();

    /// <summary>The name of the program that a system needs.</summary>
    internal static string NeededBy(OSPlatform system) =>
        system == OSPlatform.Windows ? "powershell.exe" : system == OSPlatform.OSX ? "osascript" : "notify-send";

    /// <summary>The path of a program in the PATH; null when it is in none of its folders.</summary>
    internal static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>The command.</summary>
    /// <param name="text">Harmless text.</param>
    /// <param name="program">The path of the program that the system needs.</param>
    /// <param name="system">The system.</param>
    internal static DesktopCommand For(NotificationText text, string program, OSPlatform system)
    {
        if (system == OSPlatform.Windows)
        {
            return new DesktopCommand(
                program,
                ["-NoProfile", "-NonInteractive", "-WindowStyle", "Hidden", "-EncodedCommand", Encoded(WindowsScript)],
                new Dictionary<string, string> { [TitleVariable] = text.Title, [BodyVariable] = text.Body });
        }
        return system == OSPlatform.OSX
            ? new DesktopCommand(program, ["-e", AppleScript, "--", text.Title, text.Body], s_none)
            : new DesktopCommand(
                program, ["--app-name=IpMsg", "--category=im.received", "--", text.Title, WithoutMarkup(text.Body)], s_none);
    }

    // The notification servers of Linux read tags and entities in the body.
    private static string WithoutMarkup(string body) => body.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Encoded(string script) => Convert.ToBase64String(Encoding.Unicode.GetBytes(script));
}
