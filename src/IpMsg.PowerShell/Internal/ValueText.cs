using System.ComponentModel;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>Values in words, for views: those of enumerations keep theirs through Export-Clixml and jobs, but a script sees the number.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValueText
{
    /// <summary>The word; empty for nothing.</summary>
    public static string Of(PSObject? value) => SafeText.Line(value?.ToString());
}
