using System;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;

namespace IpMsg.Shell.Hosting;

/// <summary>What the engine knows of the program it runs in.</summary>
internal sealed class ShellHost(UserInterface ui) : PSHost
{
    /// <summary>The version that -Version and <c>$Host.Version</c> show, that of the module.</summary>
    public static readonly Version ShellVersion = Assembly.GetExecutingAssembly().GetName().Version is { } v
        ? new Version(v.Major, v.Minor, v.Build)
        : new Version(0, 0);

    /// <summary>The code that an <c>exit</c> statement asked for; null as long as none did.</summary>
    public int? ExitRequest { get; set; }

    /// <summary>Runs a prompt inside the running pipeline. Set once there is a prompt.</summary>
    public Action? NestedPrompt { get; set; }

    /// <summary>Whether the innermost nested prompt was told to end.</summary>
    public bool NestedExitRequest { get; set; }

    public override string Name => "IpMsg.Shell";

    public override Version Version => ShellVersion;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => ui;

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitRequest = exitCode;

    public override void EnterNestedPrompt()
    {
        if (NestedPrompt is null)
        {
            throw new PSInvalidOperationException("There is no prompt to suspend to; the shell runs a command or a script.");
        }

        NestedPrompt();
    }

    public override void ExitNestedPrompt() => NestedExitRequest = true;

    public override void NotifyBeginApplication() => ui.Progress.Clear();

    public override void NotifyEndApplication()
    {
        // Nothing of the screen's state is ours to restore after a native program.
    }
}
