using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node.Contacts;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes names of contacts.</summary>
internal sealed class ContactNameCompleter : ContactCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(ContactBook book, string word) =>
        from contact in book.All
        where Completions.Begins(contact.Name, word)
        select Of(contact);

    /// <summary>The completion to a contact.</summary>
    internal static CompletionResult Of(Contact contact) => Completions.Of(contact.Name, contact.Name, Describe(contact));

    private static string Describe(Contact contact) => contact.Name + ": contact " + contact.Identity
        + (contact.Groups.Count > 0 ? " in " + string.Join(", ", contact.Groups) : "")
        + (contact.Note is { } note ? " - " + note : "");
}
