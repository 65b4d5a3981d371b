using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Resources;
using System.Runtime.InteropServices;
using Microsoft.PowerShell;

namespace IpMsg.Shell;

/// <summary>PowerShell's own console host with the IpMsg module imported.</summary>
internal static class Program
{
    private const int Failure = 1;

    /// <summary>The exit code of the console host when it cannot open its runspace.</summary>
    private const int NoRunspace = 70;

    public static int Main(string[] arguments)
    {
        // Without a handler .NET ends the process at once on these signals. Environment.Exit lets the listener leave the network first.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Exit(context, 143));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Exit(context, 129));

        // pwsh sends usage data to Microsoft and looks for newer versions of pwsh.
        SetDefault("POWERSHELL_TELEMETRY_OPTOUT", "1");
        SetDefault("POWERSHELL_UPDATECHECK", "Off");
        AddModulePath(ModuleLocator.Modules);
        try
        {
            int exitCode = Start(arguments);
            // The thread of a runspace that did not open keeps the process alive.
            if (exitCode == NoRunspace)
                Environment.Exit(exitCode);
            return exitCode;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"IpMsg.Shell: {error.GetBaseException().Message}");
            return Failure;
        }
    }

    private static int Start(string[] arguments)
    {
        string banner = $"PowerShell {PSVersionInfo.PSVersion} with the IpMsg module. Get-Command -Module IpMsg lists its cmdlets.";
        var texts = new ResourceManager("Microsoft.PowerShell.ConsoleHost.resources.ManagedEntranceStrings", typeof(ConsoleShell).Assembly);
        string? help = texts.GetString("UsageHelp", CultureInfo.CurrentUICulture);
        // The console host accepts a configuration file or a session state, but not both.
        if (arguments.Contains("-ConfigurationFile", StringComparer.OrdinalIgnoreCase))
            return ConsoleShell.Start(banner, help, arguments);
        var state = InitialSessionState.CreateDefault2();
        // Otherwise the session starts without a module that does not load, and without an error.
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([ModuleLocator.Find()]);
        return ConsoleShell.Start(state, banner, help, arguments);
    }

    private static void SetDefault(string variable, string value)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
            Environment.SetEnvironmentVariable(variable, value);
    }

    /// <summary>Adds a folder of modules. It comes last, so that modules of the user have priority, as in pwsh.</summary>
    private static void AddModulePath(string folder)
    {
        string? path = Environment.GetEnvironmentVariable("PSModulePath");
        Environment.SetEnvironmentVariable("PSModulePath", string.IsNullOrEmpty(path) ? folder : path + Path.PathSeparator + folder);
    }

    private static void Exit(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        Environment.Exit(exitCode);
    }
}
