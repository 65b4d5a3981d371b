using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node.Contacts;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the groups of the contacts, and those of the members known so far.</summary>
internal sealed class GroupNameCompleter : ListenerCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> CompleteContacts(ContactBook book, string word) =>
        ContactGroupCompleter.Of(book, word);

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(IpMsgListener listener, string word)
    {
        var book = listener.Node.Contacts.Read();
        return from member in listener.Node.Members.GetAll()
               where member.GroupName.Length > 0 && !book.InGroup(member.GroupName).Any() && Completions.Begins(member.GroupName, word)
               group member by member.GroupName into byGroup
               orderby byGroup.Key
               let count = byGroup.Count() + (byGroup.Count() == 1 ? " member" : " members")
               select Completions.Of(byGroup.Key, byGroup.Key, byGroup.Key + ": " + count);
    }
}
