using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Commands;

/// <summary>Throws messages away. Senders of sealed messages that were not opened are told, and so are those of files.</summary>
[Cmdlet(VerbsCommon.Remove, "IpMsg", SupportsShouldProcess = true)]
public sealed class RemoveIpMsgCommand : IpMsgCmdlet
{
    /// <summary>The messages, as Receive-IpMsg emitted them, waiting or taken.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public IpMsgMessage[] InputObject { get; set; } = [];

    /// <summary>The listener that received them; found from the message by default.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var message in InputObject)
        {
            bool isTold = !message.IsOpened || message.Attachments.Length + message.Images.Length > 0;
            if (ShouldProcess(SafeText.Line(message.From.NickName), isTold ? "Remove message and tell its sender" : "Remove message"))
                Remove(message);
        }
    }

    private void Remove(IpMsgMessage message)
    {
        try
        {
            (Listener ?? message.Listener).Node.Inbox.Discard(message.Message);
        }
        catch (IpMsgException ended)
        {
            Report(SenderOutOfReach(message, ended));
        }
    }
}
