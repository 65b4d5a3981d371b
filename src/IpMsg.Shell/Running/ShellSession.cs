using System;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using IpMsg.Shell.Hosting;

namespace IpMsg.Shell.Running;

/// <summary>The shell's runspace, from opening to closing. Closing it is what makes the module take its leave.</summary>
internal sealed class ShellSession : IDisposable
{
    private readonly object _gate = new();

    public ShellSession(ShellHost host, InitialSessionState state)
    {
        Runspace = RunspaceFactory.CreateRunspace(host, state);
        Runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        try
        {
            Runspace.Open();
        }
        catch
        {
            // Its thread has been started and would keep the process alive.
            Runspace.Dispose();
            throw;
        }

        Runspace.DefaultRunspace = Runspace;
        Errors = Runspace.SessionStateProxy.GetVariable("Error") as ArrayList ?? [];
    }

    public Runspace Runspace { get; }

    /// <summary>The engine's own list behind <c>$Error</c>, the newest first.</summary>
    public ArrayList Errors { get; }

    /// <summary>
    /// Lets the next script file's <c>exit</c> reach the host as an exit code, which otherwise only ends the script.
    /// </summary>
    /// <remarks>
    /// pwsh -File sets this very flag, and the engine has no public one: afterwards nothing tells
    /// <c>exit 3</c> from a native program that returned 3. The engine is the version shipped with the shell.
    /// </remarks>
    public void LetScriptExit()
    {
        const System.Reflection.BindingFlags Hidden = System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance;
        var context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)?.GetValue(Runspace);
        var flag = context?.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)
            ?? throw new PSNotSupportedException("This engine does not report the exit code of a script file.");
        flag.SetValue(context, true);
    }

    /// <summary>Stops what is running and closes the runspace; a second caller waits for the first.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Runspace.Dispose();
        }
    }
}
