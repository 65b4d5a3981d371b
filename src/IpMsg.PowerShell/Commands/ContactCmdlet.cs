using System;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>A cmdlet for contacts. It works with the files alone and starts no listener.</summary>
public abstract class ContactCmdlet : IpMsgCmdlet
{
    private ContactFiles? _files;

    /// <summary>
    /// The files of contacts in order of precedence, the first of which is written. Those of the listener by default, else those of
    /// IPMSG_CONTACTS, else the user's own one.
    /// </summary>
    [Parameter]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string[]? ContactPath { get; set; }

    /// <summary>The listener whose files and members are meant; this runspace's by default.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <summary>The listener that knows the members; null without one.</summary>
    private protected IpMsgListener? Running =>
        (Listener ?? RunspaceScope.Existing?.Listener) is { Node.State: NodeState.Running } running ? running : null;

    /// <summary>The files.</summary>
    private protected ContactFiles Files => _files ??= ContactPath is null
        ? ContactDefaults.Files(Listener)
        : new ContactFiles(Array.ConvertAll(ContactPath, each => FilePaths.Resolve(SessionState, each, IpMsgErrorId.InvalidContactFile)));

    /// <summary>The file that is written.</summary>
    /// <exception cref="IpMsgException">This account has no folder for it.</exception>
    private protected string OwnFile => Files.Paths.Count > 0 ? Files.Paths[0]
        : throw new IpMsgException(IpMsgErrorId.InvalidContactFile, "This user has no folder for a file of contacts.", null,
            "Give a file as -ContactPath, or in IPMSG_CONTACTS.");

    /// <summary>The error for a name without a contact.</summary>
    private protected static IpMsgException NotFound(string name) => new(IpMsgErrorId.ContactNotFound,
        "There is no contact '" + SafeText.Line(name) + "'.", name, "Get-IpMsgContact shows all; Set-IpMsgContact makes one.");

    /// <summary>Tells the listener of a change.</summary>
    private protected void OnChanged() => ContactDefaults.OnChanged([Files], Listener);
}
