using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using IpMsg.Node;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Completers;

/// <summary>
/// Completes the recipients of offers or deliveries: by nickname, or by endpoint when there is no nickname or it is ambiguous.
/// </summary>
internal static class RecipientCompletions
{
    /// <summary>The completions, ordered by name.</summary>
    /// <param name="all">The recipient of each offer or delivery, null for a plain address.</param>
    /// <param name="word">The typed part of the argument.</param>
    /// <param name="noun">What is counted in the tool tip, and its plural.</param>
    internal static IEnumerable<CompletionResult> Of(
        IEnumerable<(IPEndPoint To, Member? Member)> all, string word, (string One, string Many) noun)
    {
        var recipients = all.GroupBy(each => each.To)
            .Select(each => (EndPoint: each.Key.ToString(), Name: NameOf(each.First().Member), Count: each.Count()))
            .ToArray();
        var byName = recipients.ToLookup(each => each.Name ?? "", StringComparer.OrdinalIgnoreCase);
        return from recipient in recipients
               let isUnique = recipient.Name is { } name && byName[name].Count() == 1
               let value = isUnique ? recipient.Name : recipient.EndPoint
               where Completions.Begins(recipient.Name ?? "", word) || Completions.Begins(recipient.EndPoint, word)
               orderby value
               let count = recipient.Count + " " + (recipient.Count == 1 ? noun.One : noun.Many)
               select Completions.Of(value, recipient.Name ?? value, value + ": " + count);
    }

    // Control characters are unsafe on the command line.
    private static string? NameOf(Member? member) =>
        member is not null && SafeText.Line(member.NickName) == member.NickName ? member.NickName : null;
}
