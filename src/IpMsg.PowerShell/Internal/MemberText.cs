using System.ComponentModel;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>Members for views, also deserialized ones. Control characters are made harmless.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MemberText
{
    /// <summary>
    /// "gone?" for a member that did not confirm the last message; the title of an absence, or "yes" without one; empty otherwise.
    /// </summary>
    public static string Absent(PSObject member) =>
        LanguagePrimitives.IsTrue(member.Properties["IsDoubtful"]?.Value) ? "gone?"
        : !LanguagePrimitives.IsTrue(member.Properties["IsAbsent"]?.Value) ? ""
        : member.Properties["AbsenceTitle"]?.Value?.ToString() is { Length: > 0 } title ? SafeText.Line(title)
        : "yes";

    /// <summary>How long ago its last packet came; "list" for a member that only a host list names.</summary>
    public static string Seen(PSObject member) =>
        LanguagePrimitives.IsTrue(member.Properties["IsFromHostList"]?.Value) ? "list" : TimeText.Ago(member.Properties["LastSeen"]?.Value);
}
