using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace IpMsg.PowerShell.TestChild;

/// <summary>
/// Runs a script with the module imported and puts out its objects as lines, as soon as they come. The runspace is never closed: an
/// ordinary script host ends like that, too.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule(args[0]);
        var host = new ChildHost();
        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        var shell = System.Management.Automation.PowerShell.Create(runspace).AddScript(args[1]);
        var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, added) => Console.WriteLine(output[added.Index]);
        shell.Streams.Error.DataAdded += (_, added) =>
            Console.Error.WriteLine(shell.Streams.Error[added.Index].FullyQualifiedErrorId + ": " + shell.Streams.Error[added.Index]);
        shell.Invoke(null, output);
        return host.ExitCode;
    }
}
