using System.ComponentModel;
using System.Management.Automation;
using IpMsg.PowerShell.Commands;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// The cmdlets behind the methods of our objects. The type data take them from here and not by name, for names have whatever prefix the
/// module was imported with.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScriptMethodCommand
{
    /// <summary>Send-IpMsg.</summary>
    public static CmdletInfo Send => new("Send-IpMsg", typeof(SendIpMsgCommand));

    /// <summary>Open-IpMsg.</summary>
    public static CmdletInfo Open => new("Open-IpMsg", typeof(OpenIpMsgCommand));

    /// <summary>Save-IpMsgAttachment.</summary>
    public static CmdletInfo Save => new("Save-IpMsgAttachment", typeof(SaveIpMsgAttachmentCommand));
}
