using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace IpMsg.PowerShell.Chat;

/// <summary>A cmdlet with its parameters, and what it wrote when it has ended.</summary>
/// <param name="name">The name of the cmdlet.</param>
/// <param name="subject">What it is about, for a line when it was not started.</param>
/// <param name="parameters">The parameters.</param>
internal sealed class BackgroundCommand(string name, string subject, IDictionary parameters)
{
    internal string Name { get; } = name;

    internal string Subject { get; } = subject;

    internal IDictionary Parameters { get; } = parameters;

    /// <summary>False when the conversation ended before.</summary>
    internal bool HasStarted { get; set; }

    internal List<PSObject> Output { get; } = [];

    /// <summary>Its errors, each with the advice. Harmless.</summary>
    internal List<string> Failures { get; } = [];

    internal List<string> Warnings { get; } = [];
}
