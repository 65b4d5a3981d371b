using System;
using IpMsg.Node;

namespace IpMsg.PowerShell;

/// <summary>A part of a listener that does not work now. The listener retries it until it works.</summary>
public sealed class IpMsgProblem
{
    private readonly NodeProblem _problem;

    internal IpMsgProblem(NodeProblem problem) => _problem = problem;

    /// <summary>The part, a name of <see cref="NodePart"/>.</summary>
    public string Part => _problem.Part.ToString();

    /// <summary>When it stopped working.</summary>
    public DateTimeOffset Since => _problem.Since;

    /// <summary>The last error.</summary>
    public string Reason => _problem.Reason.Message;

    /// <summary>Part, time and reason.</summary>
    public override string ToString() => _problem.ToString();
}
