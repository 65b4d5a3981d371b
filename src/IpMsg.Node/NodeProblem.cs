using System;
using System.Globalization;

namespace IpMsg.Node;

/// <summary>A part of a listener that does not work now. The listener retries it until it works.</summary>
/// <param name="Part">The part.</param>
/// <param name="Since">The time when it stopped working.</param>
/// <param name="Reason">The last error.</param>
public sealed record NodeProblem(NodePart Part, DateTimeOffset Since, Exception Reason)
{
    /// <summary>Part, time and reason.</summary>
    public override string ToString() =>
        Part + " since " + Since.LocalDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        + ": " + SafeText.Line(Reason.Message);
}
