using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the recipients of offers: by nickname, or by endpoint when there is no nickname or it is ambiguous.</summary>
internal sealed class OfferRecipientCompleter : ListenerCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(MemberNode node, string word)
    {
        var offers = node.Offers.GetAll();
        var recipients = offers.GroupBy(each => each.Offer.Delivery.To).Select(each => (EndPoint: each.Key.ToString(), Name: NameOf(each.First().Recipient), Count: each.Count())).ToArray();
        return from recipient in recipients
               let isAlone = recipient.Name is { } name && recipients.Count(each => string.Equals(each.Name, name, StringComparison.OrdinalIgnoreCase)) == 1
               let value = isAlone ? recipient.Name : recipient.EndPoint
               where Completions.Begins(recipient.Name ?? "", word) || Completions.Begins(recipient.EndPoint, word)
               orderby value
               select Completions.Of(value, recipient.Name ?? value, value + ": " + recipient.Count + (recipient.Count == 1 ? " offer" : " offers"));
    }

    // A name with control characters must not get onto the command line.
    private static string? NameOf(Member? member) => member is not null && SafeText.Line(member.NickName) == member.NickName ? member.NickName : null;
}
