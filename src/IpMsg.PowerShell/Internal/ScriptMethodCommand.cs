using System.ComponentModel;
using System.Management.Automation;
using IpMsg.PowerShell.Commands;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// The cmdlets behind the script methods of our objects. The type data use these instead of names, because an import can add a prefix to
/// the names.
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
