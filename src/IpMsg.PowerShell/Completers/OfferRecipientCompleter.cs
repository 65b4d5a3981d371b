using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes those to whom something is offered: nicknames, and endpoints of whoever has none, or one that is another's as well.</summary>
public sealed class OfferRecipientCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var offers = Completions.Of(fakeBoundParameters, node => node.Offers.GetAll().Select(each => (each.Offer.Delivery.To, Member: each.Recipient)));
        var recipients = offers.GroupBy(each => each.To).Select(each => (EndPoint: each.Key.ToString(), Name: NameOf(each.First().Member), Count: each.Count())).ToArray();
        return from recipient in recipients
               let isAlone = recipient.Name is { } name && recipients.Count(each => string.Equals(each.Name, name, StringComparison.OrdinalIgnoreCase)) == 1
               let value = isAlone ? recipient.Name : recipient.EndPoint
               where Completions.Begins(recipient.Name ?? "", wordToComplete) || Completions.Begins(recipient.EndPoint, wordToComplete)
               orderby value
               select Completions.Of(value, recipient.Name ?? value, value + ": " + recipient.Count + (recipient.Count == 1 ? " offer" : " offers"));
    }

    // One with control characters must not get onto the command line.
    private static string? NameOf(Member? member) => member is not null && SafeText.Line(member.NickName) == member.NickName ? member.NickName : null;
}
