using System.Collections.Generic;
using System.Management.Automation;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>Changes what others see of us, and tells everyone: absence, nickname, group.</summary>
[Cmdlet(VerbsCommon.Set, "IpMsgPresence", SupportsShouldProcess = true, DefaultParameterSetName = "Present")]
[OutputType(typeof(IpMsgListener))]
public sealed class SetIpMsgPresenceCommand : ListenerCmdlet
{
    /// <summary>Be absent: who writes is told so, once.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Absent")]
    public SwitchParameter Absent { get; set; }

    /// <summary>What writers are told while we are absent.</summary>
    [Parameter(ParameterSetName = "Absent", Position = 0)]
    [ValidateNotNull]
    public string Message { get; set; } = "";

    /// <summary>A word behind the nickname while absent.</summary>
    [Parameter(ParameterSetName = "Absent")]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "away";

    /// <summary>Be present again.</summary>
    [Parameter(ParameterSetName = "Present")]
    public SwitchParameter Present { get; set; }

    /// <summary>A new nickname.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NickName { get; set; }

    /// <summary>A new group; an empty one for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? GroupName { get; set; }

    /// <summary>Emit the listener.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        // Asked before a listener is started: with -WhatIf nobody is to hear of us.
        if (!ShouldProcess((Listener ?? RunspaceScope.Existing?.Listener)?.ToString() ?? "a new listener", "Tell everyone: " + Change()))
            return;
        var listener = GetListener(ListenerUse.Look);
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
