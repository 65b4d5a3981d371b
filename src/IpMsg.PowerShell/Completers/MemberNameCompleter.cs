using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes nicknames of the known members, and their addresses when the start of one is typed.</summary>
internal sealed class MemberNameCompleter : ListenerCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(IpMsgListener listener, string word)
    {
        var members = listener.Node.Members.GetAll();
        var byName = members.ToLookup(each => each.NickName, StringComparer.OrdinalIgnoreCase);
        foreach (var member in members.OrderBy(each => each.NickName, StringComparer.CurrentCultureIgnoreCase))
        {
            // An ambiguous name would cause an error, and control characters are unsafe on the command line.
            bool isUsable = byName[member.NickName].Count() == 1 && SafeText.Line(member.NickName) == member.NickName;
            string value = isUsable ? member.NickName : member.EndPoint.ToString();
            if (Completions.Begins(member.NickName, word) || Completions.Begins(value, word))
                yield return Completions.Of(value, member.NickName, Describe(member));
            // The start of an address completes to an address.
            else if (word.Length > 0 && Completions.Begins(member.EndPoint.ToString(), word))
                yield return Completions.Of(AddressOf(member, members), member.EndPoint + " " + member.NickName, Describe(member));
        }
    }

    // Two members behind one address need a port.
    private static string AddressOf(Member member, IReadOnlyList<Member> all) =>
        all.Count(each => each.EndPoint.Address.Equals(member.EndPoint.Address)) > 1
            ? member.EndPoint.ToString()
            : member.EndPoint.Address.ToString();

    private static string Describe(Member member) =>
        member.NickName + " (" + member.GroupName + ") " + FingerprintName.Bare(member.UserName) + "@" + member.HostName + " "
        + member.EndPoint + (member.IsAbsent ? " [" + member.AbsenceTitle + "]" : "");
}
