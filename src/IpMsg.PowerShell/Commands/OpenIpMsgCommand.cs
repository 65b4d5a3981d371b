using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Parameters;

namespace IpMsg.PowerShell.Commands;

/// <summary>Opens sealed messages: their text becomes readable, and their senders are told.</summary>
[Cmdlet(VerbsCommon.Open, "IpMsg", SupportsShouldProcess = true)]
[OutputType(typeof(IpMsgMessage))]
public sealed class OpenIpMsgCommand : IpMsgCmdlet
{
    /// <summary>The messages, as Receive-IpMsg wrote them. Those that are not sealed pass through.</summary>
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
            if (message.IsRemoved)
            {
                Report(new IpMsgException(IpMsgErrorId.InvalidMessage, "The message from " + message.From + " was removed.", message));
                continue;
            }
            string sender = SafeText.Line(message.From.NickName);
            if (!message.IsOpened && ShouldProcess(sender, "Open sealed message and tell its sender") && !TryOpen(message))
                continue;
            WriteObject(message);
        }
    }

    // A message counts as opened only when its sender can be told.
    private bool TryOpen(IpMsgMessage message)
    {
        try
        {
            (Listener ?? message.Listener).Node.Inbox.Open(message.Message);
            return true;
        }
        catch (IpMsgException exception)
        {
            Report(SenderOutOfReach(message, exception));
            return false;
        }
    }
}
