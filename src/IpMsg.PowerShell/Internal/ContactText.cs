using System.ComponentModel;
using System.Management.Automation;

namespace IpMsg.PowerShell.Internal;

/// <summary>Contacts for views, also deserialized ones.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ContactText
{
    /// <summary>"yes", "no", or nothing when no listener knows it.</summary>
    public static string Present(PSObject contact) => contact.Properties["IsPresent"]?.Value is not { } isPresent ? ""
        : LanguagePrimitives.IsTrue(isPresent) ? "yes" : "no";

    /// <summary>user@host, with an asterisk for any; empty when only addresses are known.</summary>
    public static string Identity(PSObject contact)
    {
        string? user = contact.Properties["UserName"]?.Value?.ToString(), host = contact.Properties["HostName"]?.Value?.ToString();
        return user is null && host is null ? "" : (user ?? "*") + "@" + (host ?? "*");
    }
}
