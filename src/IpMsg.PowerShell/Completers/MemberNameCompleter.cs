using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes nicknames of the members known so far, and addresses that were begun. Tab never starts a listener.</summary>
public sealed class MemberNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var members = Completions.Members(fakeBoundParameters);
        var ambiguous = new HashSet<string>(members.GroupBy(each => each.NickName, StringComparer.OrdinalIgnoreCase).Where(each => each.Count() > 1).Select(each => each.Key), StringComparer.OrdinalIgnoreCase);
        foreach (var member in members.OrderBy(each => each.NickName, StringComparer.CurrentCultureIgnoreCase))
        {
            // A name that several bear would only lead to an error, and one with control characters must not get onto the command line.
            string value = ambiguous.Contains(member.NickName) || SafeText.Line(member.NickName) != member.NickName ? member.EndPoint.ToString() : member.NickName;
            if (Completions.Begins(member.NickName, wordToComplete) || Completions.Begins(value, wordToComplete))
                yield return Completions.Of(value, member.NickName, Describe(member));
            // Whoever begins an address wants one.
            else if (wordToComplete.Length > 0 && Completions.Begins(member.EndPoint.ToString(), wordToComplete))
                yield return Completions.Of(AddressOf(member, members), member.EndPoint + " " + member.NickName, Describe(member));
        }
    }

    // Two members behind one address need a port.
    private static string AddressOf(Member member, Member[] all) =>
        all.Count(each => each.EndPoint.Address.Equals(member.EndPoint.Address)) > 1 ? member.EndPoint.ToString() : member.EndPoint.Address.ToString();

    private static string Describe(Member member) =>
        member.NickName + " (" + member.GroupName + ") " + FingerprintName.Bare(member.UserName) + "@" + member.HostName + " " + member.EndPoint + (member.IsAbsent ? " [" + member.AbsenceTitle + "]" : "");
}
