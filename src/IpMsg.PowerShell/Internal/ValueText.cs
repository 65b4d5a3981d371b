using System.ComponentModel;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>Enumeration values as words for views. A deserialized one keeps its word, but is a number to a script.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValueText
{
    /// <summary>The word; empty for null.</summary>
    public static string Of(PSObject? value) => SafeText.Line(value?.ToString());
}
