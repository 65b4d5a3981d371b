using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace IpMsg.Shell.Commands;

/// <summary>Ends each pipeline of the shell: Out-Default, with advice added to one error that people meet here.</summary>
[Cmdlet(VerbsData.Out, Name)]
public sealed class OutShellCommand : OutDefaultCommand
{
    private const string Name = "Default";

    /// <summary>The command, for pipelines. Only in front of a command of this name does the engine leave the terminal to native programs.</summary>
    internal static CmdletInfo Info { get; } = new($"{VerbsData.Out}-{Name}", typeof(OutShellCommand));

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is ErrorRecord { FullyQualifiedErrorId: nameof(CommandNotFoundException) } error
            && AbsentCommands.HomeOf(error.TargetObject as string) is { } home)
        {
            error.ErrorDetails ??= new ErrorDetails(error.Exception.Message);
            error.ErrorDetails.RecommendedAction =
                $"This shell has PowerShell's engine only. {error.TargetObject} is part of {home}, which comes with pwsh.";
        }

        base.ProcessRecord();
    }
}
