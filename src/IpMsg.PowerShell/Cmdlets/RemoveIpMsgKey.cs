using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell;

/// <summary>Forgets the pinned keys of members: the next key that each comes with is taken as its own.</summary>
[Cmdlet(VerbsCommon.Remove, "IpMsgKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveIpMsgKey : ListenerCmdlet
{
    /// <summary>The keys, as Get-IpMsgKey emitted them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public IpMsgKey[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var key in InputObject)
        {
            if (key.Known is not { } known)
            {
                Report(new IpMsgException(IpMsgReason.InvalidKey, "This is a key of your own.", key, "Pipe keys of others, as Get-IpMsgKey shows them without -Own."));
                continue;
            }
            if (ShouldProcess(SafeText.Line(known.UserName + "@" + known.HostName), "Forget key"))
                Need(ListenerUse.Send).Node.Tell((machine, now) => machine.ForgetKey(now, known.UserName, known.HostName));
        }
    }
}
