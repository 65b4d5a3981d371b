using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node.Contacts;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes groups of one's own.</summary>
internal sealed class ContactGroupCompleter : ContactCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(ContactBook book, string word) => Of(book, word);

    /// <summary>The groups that begin with a word.</summary>
    internal static IEnumerable<CompletionResult> Of(ContactBook book, string word) =>
        from name in book.GroupNames
        where Completions.Begins(name, word)
        orderby name
        let members = book.InGroup(name).Select(static each => each.Name).ToList()
        select Completions.Of(name, name, name + ": contacts " + string.Join(", ", members.Take(10)) + (members.Count > 10 ? ", …" : ""));
}
