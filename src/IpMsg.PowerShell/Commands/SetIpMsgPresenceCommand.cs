using System.Collections.Generic;
using System.Management.Automation;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>Changes absence, nickname or group, and tells every member.</summary>
[Cmdlet(VerbsCommon.Set, "IpMsgPresence", SupportsShouldProcess = true, DefaultParameterSetName = "Present")]
[OutputType(typeof(IpMsgListener))]
public sealed class SetIpMsgPresenceCommand : ListenerCmdlet
{
    /// <summary>Become absent: each sender of a message is told once.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Absent")]
    public SwitchParameter Absent { get; set; }

    /// <summary>The text that senders get during the absence.</summary>
    [Parameter(ParameterSetName = "Absent", Position = 0)]
    [ValidateNotNull]
    public string Message { get; set; } = "";

    /// <summary>The word behind the nickname during the absence.</summary>
    [Parameter(ParameterSetName = "Absent")]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "away";

    /// <summary>End the absence.</summary>
    [Parameter(ParameterSetName = "Present")]
    public SwitchParameter Present { get; set; }

    /// <summary>A new nickname.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NickName { get; set; }

    /// <summary>A new group; empty for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? GroupName { get; set; }

    /// <summary>Write the listener.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        // ShouldProcess comes before the start of a listener: -WhatIf must not announce one.
        if (!ShouldProcess((Listener ?? RunspaceScope.Existing?.Listener)?.ToString() ?? "a new listener", "Tell everyone: " + Change()))
            return;
        var listener = GetListener(ListenerUse.Find);
        (string, string)? absence = Absent ? (Title, Message) : Present ? ("", "") : null;
        listener.Node.Members.SetPresence(NickName, GroupName, absence);
        if (PassThru)
            WriteObject(listener);
    }

    private string Change()
    {
        var changes = new List<string>();
        if (Absent || Present)
            changes.Add(Absent ? "absent (" + Title + ")" : "present");
        if (NickName is not null)
            changes.Add("nickname " + NickName);
        if (GroupName is not null)
            changes.Add(GroupName.Length == 0 ? "no group" : "group " + GroupName);
        return changes.Count == 0 ? "nothing new" : string.Join(", ", changes);
    }
}
