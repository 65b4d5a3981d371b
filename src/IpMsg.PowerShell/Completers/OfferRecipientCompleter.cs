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
        var recipients = offers.GroupBy(each => each.Offer.Delivery.To)
            .Select(each => (EndPoint: each.Key.ToString(), Name: NameOf(each.First().Recipient), Count: each.Count()))
            .ToArray();
        var byName = recipients.ToLookup(each => each.Name ?? "", StringComparer.OrdinalIgnoreCase);
        return from recipient in recipients
               let isUnique = recipient.Name is { } name && byName[name].Count() == 1
               let value = isUnique ? recipient.Name : recipient.EndPoint
               where Completions.Begins(recipient.Name ?? "", word) || Completions.Begins(recipient.EndPoint, word)
               orderby value
               let count = recipient.Count + (recipient.Count == 1 ? " offer" : " offers")
               select Completions.Of(value, recipient.Name ?? value, value + ": " + count);
    }

    // Control characters are unsafe on the command line.
    private static string? NameOf(Member? member) =>
        member is not null && SafeText.Line(member.NickName) == member.NickName ? member.NickName : null;
}
