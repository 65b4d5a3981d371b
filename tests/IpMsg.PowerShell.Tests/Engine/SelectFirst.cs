using System;
using System.Management.Automation;
using System.Reflection;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>
/// Ends the pipeline after its first object as Select-Object -First does, by an exception that the engine keeps to itself.
/// </summary>
[Cmdlet(VerbsCommon.Select, "First")]
public sealed class SelectFirst : PSCmdlet
{
    private static readonly Type s_stop = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException",
        throwOnError: true)!;

    private int _count;

    /// <summary>What comes down the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>How many to let through.</summary>
    [Parameter(Position = 0)]
    public int First { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        if (++_count == First)
            throw (Exception)Activator.CreateInstance(s_stop, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null,
                [this], null)!;
    }
}
