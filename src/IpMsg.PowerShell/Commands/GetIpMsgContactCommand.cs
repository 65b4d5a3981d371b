using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Commands;

/// <summary>Shows contacts, and which of them are present.</summary>
[Cmdlet(VerbsCommon.Get, "IpMsgContact")]
[OutputType(typeof(IpMsgContact))]
public sealed class GetIpMsgContactCommand : ContactCmdlet
{
    /// <summary>Only contacts of these names, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContactNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only contacts in these groups of one's own, with wildcards.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContactGroupCompleter))]
    public string[]? Group { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        foreach (var unreadable in Files.Read().Failures)
            Report(unreadable);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        var names = Name is null ? null : new NamePatterns(Name);
        var groups = Group is null ? null : new NamePatterns(Group);
        foreach (var contact in Files.Read().All)
        {
            if ((names is null || names.MatchesAny(contact.Name)) && (groups is null || groups.MatchesAny([.. contact.Groups])))
                WriteObject(IpMsgContact.Of(contact, Running));
        }
        foreach (string missing in names?.Missing ?? [])
            Report(NotFound(missing));
        string[] unknown = groups?.Missing ?? [];
        foreach (string missing in unknown.Where(each => !Files.Read().InGroup(each).Any()))
            WriteWarning(SafeText.Line("No contact is in a group '" + missing + "'."));
    }
}
