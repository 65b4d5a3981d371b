using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace IpMsg.Shell.Commands;

/// <summary>Ends each pipeline of the shell: Out-Default, with advice added to one error that people meet here.</summary>
/// <remarks>It must be a kind of Out-Default: only in front of one does the engine leave the terminal to native programs.</remarks>
[Cmdlet(VerbsData.Out, "IpMsgShell")]
public sealed class OutShellCommand : OutDefaultCommand
{
    /// <summary>The command, for pipelines; no name of it is in the session.</summary>
    internal static CmdletInfo Info { get; } = new("Out-IpMsgShell", typeof(OutShellCommand));

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
