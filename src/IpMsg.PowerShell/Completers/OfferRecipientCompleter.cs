using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the recipients of offers.</summary>
internal sealed class OfferRecipientCompleter : ListenerCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(IpMsgListener listener, string word) => RecipientCompletions.Of(
        listener.Node.Offers.GetAll().Select(each => (each.Offer.Delivery.To, each.Recipient)), word, ("offer", "offers"));
}
