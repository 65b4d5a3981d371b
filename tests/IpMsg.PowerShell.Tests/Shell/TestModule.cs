using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>Stands in for the IpMsg module: this assembly, loaded by the shell as a module.</summary>
public sealed class TestModule : IModuleAssemblyInitializer
{
    /// <summary>Names the file that is written when the runspace closes, as the real module says farewell then.</summary>
    internal const string ClosedFileVariable = "SHELL_TEST_CLOSED_FILE";

    /// <summary>A folder with a manifest that loads this assembly.</summary>
    internal static string Folder { get; } = CreateFolder();

    /// <inheritdoc />
    public void OnImport() => Runspace.DefaultRunspace.StateChanged += (_, change) =>
    {
        if (change.RunspaceStateInfo.State == RunspaceState.Closing && Environment.GetEnvironmentVariable(ClosedFileVariable) is { } file)
        {
            File.WriteAllText(file, "closed");
        }
    };

    private static string CreateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("shell-test-module-").FullName;
        File.WriteAllText(Path.Combine(folder, "IpMsg.psd1"), $$"""
            @{
                RootModule = '{{typeof(TestModule).Assembly.Location}}'
                ModuleVersion = '0.0.1'
                CmdletsToExport = '*'
            }
            """);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}

/// <summary>Writes to every stream.</summary>
[Cmdlet(VerbsCommunications.Write, "Streams")]
public sealed class WriteStreamsCommand : Cmdlet
{
    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        WriteProgress(new ProgressRecord(1, "Working", "half way") { PercentComplete = 50 });
        WriteObject("an output");
        WriteWarning("a warning");
        WriteVerbose("a detail");
        WriteDebug("a finding");
        WriteInformation("a remark", []);
        WriteError(new ErrorRecord(new IOException(new string('e', 200) + " end"), "SomethingFailed", ErrorCategory.ReadError, "target"));
    }
}

/// <summary>Asks before it acts.</summary>
[Cmdlet(VerbsCommon.Remove, "Thing", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveThingCommand : Cmdlet
{
    /// <summary>What to remove.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (ShouldProcess(Name))
        {
            WriteObject($"removed {Name}");
        }
    }
}

/// <summary>Blocks until it is stopped, as Receive-IpMsg -Wait does.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Forever")]
public sealed class WaitForeverCommand : Cmdlet, IDisposable
{
    private readonly System.Threading.ManualResetEventSlim _stopped = new();

    /// <inheritdoc />
    public void Dispose() => _stopped.Dispose();

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        WriteObject("waiting");
        _stopped.Wait();
    }

    /// <inheritdoc />
    protected override void StopProcessing() => _stopped.Set();
}
