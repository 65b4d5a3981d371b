using System.ComponentModel;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>Enumeration values as words for views. A deserialized value keeps its word, but scripts see a number.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValueText
{
    /// <summary>The word; empty for null.</summary>
    public static string Of(PSObject? value) => SafeText.Line(value?.ToString());
}
