using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace IpMsg.Shell.Running;

/// <summary>What a runspace of this shell starts with.</summary>
internal static class SessionDefaults
{
    /// <summary>The engine's own commands and views, the shell's views, and the module.</summary>
    public static InitialSessionState Create(string modulePath)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        RemoveDeadEnds(state);
        state.Commands.Add(new SessionStateFunctionEntry("cd", ChangeLocation));
        state.Commands.Add(new SessionStateFunctionEntry("help", "Get-Help @args"));

        // A misspelt command must not search, and perhaps load, whatever modules a pwsh has installed.
        state.Variables.Add(new SessionStateVariableEntry("PSModuleAutoLoadingPreference", PSModuleAutoLoadingPreference.None, ""));

        // The first view that fits an object is taken, so the shell's own come before the engine's.
        var engineViews = state.Formats.ToArray();
        state.Formats.Clear();
        state.Formats.Add(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Views"), "*.ps1xml").Select(f => new SessionStateFormatEntry(f)));
        state.Formats.Add(engineViews);

        state.ImportPSModule([modulePath]);
        return state;
    }

    /// <summary>A shell in which one cannot go elsewhere would be a poor one, and Set-Location is not part of the engine.</summary>
    private const string ChangeLocation = """
        param([string] $Path = '~')
        $null = $ExecutionContext.SessionState.Path.SetLocation($Path)
        """;

    /// <summary>
    /// The engine defines aliases and functions for commands that come with modules it does not have here. Without
    /// them, <c>pwd</c> and <c>dir</c> are the programs of that name, and Tab offers what can be run.
    /// </summary>
    private static void RemoveDeadEnds(InitialSessionState state)
    {
        var cmdlets = state.Commands.OfType<SessionStateCmdletEntry>().Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var alias in state.Commands.OfType<SessionStateAliasEntry>().ToArray())
        {
            if (!cmdlets.Contains(alias.Definition) && alias.Definition != "Clear-Host")
            {
                state.Commands.Remove(alias.Name, typeof(SessionStateAliasEntry));
            }
        }

        foreach (var function in new[] { "cd..", "cd\\", "cd~", "Pause", "help", "oss" })
        {
            state.Commands.Remove(function, typeof(SessionStateFunctionEntry));
        }
    }
}
