using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the recipients of what was sent.</summary>
internal sealed class DeliveryRecipientCompleter : ListenerCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(IpMsgListener listener, string word) => RecipientCompletions.Of(
        listener.Sent.GetAll().Select(each => (each.Delivery.To, each.Recipient)), word, ("message", "messages"));
}
