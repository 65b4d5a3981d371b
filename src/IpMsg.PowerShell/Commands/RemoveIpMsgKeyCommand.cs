using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Commands;

/// <summary>Forgets the pinned keys of members: the next key of each is pinned instead.</summary>
[Cmdlet(VerbsCommon.Remove, "IpMsgKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveIpMsgKeyCommand : IpMsgCmdlet
{
    /// <summary>The keys, as Get-IpMsgKey wrote them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public IpMsgKey[] InputObject { get; set; } = [];

    /// <summary>The listener that forgets them; by default that of the key.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var key in InputObject)
        {
            if (key.IsOwn)
                Report(new IpMsgException(IpMsgErrorId.InvalidKey,
                    "This is a key of the listener itself.", key, "Pipe keys of members, as Get-IpMsgKey shows them without -Own."));
            else if (ShouldProcess(SafeText.Line(key.UserName + "@" + key.HostName), "Forget key"))
                Forget(key);
        }
    }

    private void Forget(IpMsgKey key)
    {
        var node = (Listener ?? key.Listener).Node;
        try
        {
            node.Keys.Forget(key.UserName, key.HostName);
            if (node.Keys.WaitForWrites() is { } reason)
                Report(new IpMsgException(IpMsgErrorId.InvalidKeyPath,
                    "The key of " + key.UserName + "@" + key.HostName + " is forgotten until the listener stops,"
                    + " but its file could not be removed: " + reason.Message, key,
                    "Remove its file in the key folder, or make the folder writable and try again.", reason));
        }
        catch (IpMsgException exception)
        {
            Report(new IpMsgException(exception.ErrorId,
                "The key of " + key.UserName + "@" + key.HostName + " cannot be forgotten: " + exception.Message, key,
                "Get-IpMsgKey shows the keys of a listener that is running; or give one as -Listener.", exception));
        }
    }
}
