using System.Management.Automation;

namespace IpMsg.PowerShell;

/// <summary>
/// The cmdlets behind the methods of our objects. The type data take them from here and not by name, for names have whatever prefix the
/// module was imported with.
/// </summary>
public static class MethodCommand
{
    /// <summary>Send-IpMsg.</summary>
    public static CmdletInfo Send => new("Send-IpMsg", typeof(SendIpMsg));

    /// <summary>Open-IpMsg.</summary>
    public static CmdletInfo Open => new("Open-IpMsg", typeof(OpenIpMsg));

    /// <summary>Save-IpMsgAttachment.</summary>
    public static CmdletInfo Save => new("Save-IpMsgAttachment", typeof(SaveIpMsgAttachment));
}
