using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Internal;

namespace IpMsg.PowerShell.Commands;

/// <summary>Forgets the pinned keys of members: the next key of each is pinned instead.</summary>
[Cmdlet(VerbsCommon.Remove, "IpMsgKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveIpMsgKeyCommand : KeyCmdlet
{
    /// <inheritdoc/>
    private protected override void Decide(IpMsgKey key, MemberNode node)
    {
        // What is known now, which may be more than the object in the pipeline tells.
        var shown = PSObject.AsPSObject(
            node.Keys.Find(key.UserName, key.HostName) is { } known ? new IpMsgKey(known, key.Listener) : key);
        string name = KeyText.Name(shown);
        if (ShouldProcess(
            "Forget the pinned key of " + name + ". " + KeyText.Both(shown),
            "Forget the pinned key of " + name + ", and pin the next one that comes, from anybody?\n" + KeyText.Both(shown, "\n"),
            "Remove-IpMsgKey"))
            Forget(key, node);
    }

    private void Forget(IpMsgKey key, MemberNode node)
    {
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
