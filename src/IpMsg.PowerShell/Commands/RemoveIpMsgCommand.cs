using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Parameters;

namespace IpMsg.PowerShell.Commands;

/// <summary>Discards messages. The senders of unopened sealed messages and of files are told.</summary>
[Cmdlet(VerbsCommon.Remove, "IpMsg", SupportsShouldProcess = true)]
public sealed class RemoveIpMsgCommand : IpMsgCmdlet
{
    /// <summary>The messages, as Receive-IpMsg or Receive-IpMsg -Peek wrote them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [LiveMessage]
    [ValidateNotNull]
    public IpMsgMessage[] InputObject { get; set; } = [];

    /// <summary>The listener that received them; by default that of the message.</summary>
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
        catch (IpMsgException exception)
        {
            Report(SenderOutOfReach(message, exception));
        }
    }
}
