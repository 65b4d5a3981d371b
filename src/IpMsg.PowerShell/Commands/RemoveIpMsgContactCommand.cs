using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Commands;

/// <summary>Removes contacts from the file that is written.</summary>
[Cmdlet(VerbsCommon.Remove, "IpMsgContact", SupportsShouldProcess = true)]
public sealed class RemoveIpMsgContactCommand : ContactCmdlet
{
    /// <summary>The contacts: names, with wildcards, or contacts as Get-IpMsgContact writes them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ContactName]
    [ArgumentCompleter(typeof(ContactNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        string path = OwnFile;
        var own = System.IO.File.Exists(path) ? ContactFile.Read(path).Contacts.ToList() : [];
        var names = new NamePatterns(Name);
        foreach (var contact in own.Where(each => names.MatchesAny(each.Name)))
        {
            if (ShouldProcess(SafeText.Line(contact.Name + " (" + contact.Identity + ")") + " in " + path, "Remove contact"))
                Remove(path, contact.Name);
        }
        foreach (string missing in names.Missing)
            Report(Missing(missing));
    }

    private void Remove(string path, string name)
    {
        // Another process may have removed it meanwhile.
        ContactFile.Change(path, document => document.Has(name) ? document.Without(name) : document.Text);
        OnChanged();
    }

    private IpMsgException Missing(string name) => Files.Read().Find(WildcardPattern.Unescape(name)) is not { } shared ? NotFound(name)
        : new IpMsgException(IpMsgErrorId.ContactNotFound,
            "The contact '" + SafeText.Line(name) + "' is in '" + shared.File + "', and only '" + OwnFile + "' is changed.", name,
            "Remove-IpMsgContact " + Completions.Quote(name) + " -ContactPath " + Completions.QuoteLiteral(shared.File));
}
