using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node.Contacts;
using IpMsg.PowerShell.Internal;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes user@host of pinned keys, from the beginning of either name or of the nickname of a present member.</summary>
internal sealed class KeyOwnerCompleter : ListenerCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> CompleteContacts(ContactBook book, string word) =>
        book.All.Where(each => Completions.Begins(each.Name, word)).Select(ContactNameCompleter.Of);

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(IpMsgListener listener, string word) =>
        from each in KeyOwners.Of(listener.Node)
        let key = each.Key
        let owner = KeyOwners.Text(key)
        let nick = each.Members.Select(member => member.NickName).FirstOrDefault(name => Completions.Begins(name, word))
        where nick is not null || Completions.Begins(owner, word) || Completions.Begins(key.HostName, word)
        orderby owner
        let state = key.HasChanged ? "has CHANGED" : "first seen " + TimeText.Full(key.FirstSeenAt)
        select Completions.Of(owner, owner, (nick is null ? "" : nick + ", ") + owner + ": " + state);
}
