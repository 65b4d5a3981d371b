using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes nicknames of the known members, and their addresses when the start of one is typed.</summary>
internal sealed class MemberNameCompleter : ListenerCompleter
{
    // More are forged, and nobody reads through them.
    private const int MaxShown = 512;

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> CompleteContacts(ContactBook book, string word) =>
        book.All.Where(each => Completions.Begins(each.Name, word)).Select(ContactNameCompleter.Of)
            .Concat(ContactGroupCompleter.Of(book, word));

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(IpMsgListener listener, string word)
    {
        var book = listener.Node.Contacts.Read();
        var members = listener.Node.Members.GetAll();
        var names = new NameCounts(members);
        var atAddress = members.ToLookup(each => each.EndPoint.Address);
        var fitting = members.Where(each => Completions.Begins(each.NickName, word) || Completions.Begins(each.EndPoint.ToString(), word));
        // OrderBy keeps the order of equal members, so that those with proof are shown when there are too many.
        var shown = fitting.OrderByDescending(each => each.IsReached).Take(MaxShown);
        foreach (var member in shown.OrderBy(each => each.NickName, StringComparer.CurrentCultureIgnoreCase))
        {
            // An ambiguous name would cause an error, and control characters are unsafe on the command line.
            bool isTaken = book.Find(member.NickName) is not null || book.InGroup(member.NickName).Any();
            // A contact of this name is complete already, and somebody else with it is meant by the endpoint.
            if (isTaken && listener.Node.Contacts.Of(book, member).Contains(book.Find(member.NickName)))
                continue;
            bool isUsable = !isTaken && names.Mean(member) && SafeText.Line(member.NickName) == member.NickName;
            string value = isUsable ? member.NickName : member.EndPoint.ToString();
            if (Completions.Begins(member.NickName, word) || Completions.Begins(value, word))
                yield return Completions.Of(value, member.NickName, Describe(member));
            // The start of an address completes to an address. Two members behind one address need a port.
            else if (word.Length > 0)
            {
                string address = atAddress[member.EndPoint.Address].Skip(1).Any()
                    ? member.EndPoint.ToString()
                    : member.EndPoint.Address.ToString();
                yield return Completions.Of(address, member.EndPoint + " " + member.NickName, Describe(member));
            }
        }
    }

    private static string Describe(Member member) =>
        member.NickName + " (" + member.GroupName + ") " + FingerprintName.Bare(member.UserName) + "@" + member.HostName + " "
        + member.EndPoint + (member.IsAbsent ? " [" + member.AbsenceTitle + "]" : "");
}
