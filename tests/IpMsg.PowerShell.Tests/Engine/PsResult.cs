using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>What a script put out and said.</summary>
/// <param name="Output">Its objects.</param>
/// <param name="Errors">Its non-terminating errors.</param>
/// <param name="Failure">The terminating one; null when it ran to its end.</param>
/// <param name="Warnings">Its warnings.</param>
/// <param name="Verbose">Its verbose lines.</param>
internal sealed record PsResult(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, RuntimeException? Failure, IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose)
{
    internal IReadOnlyList<ErrorRecord> AllErrors => Failure is null ? Errors : [.. Errors, Failure.ErrorRecord];

    /// <summary>Runs to the end.</summary>
    internal static PsResult Of(System.Management.Automation.PowerShell shell)
    {
        var output = new List<PSObject>();
        RuntimeException? failure = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException terminating)
        {
            failure = terminating;
        }
        return new PsResult(output, [.. shell.Streams.Error], failure, [.. shell.Streams.Warning.Select(each => each.Message)],
            [.. shell.Streams.Verbose.Select(each => each.Message)]);
    }
}
