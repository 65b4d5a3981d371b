using System;
using System.Collections.Generic;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Commands;

/// <summary>A cmdlet that decides on pinned keys of members, which are given by name or from the pipeline.</summary>
public abstract class KeyCmdlet : ListenerCmdlet
{
    /// <summary>
    /// The keys, as Get-IpMsgKey writes them, or their owners: user, host, user@host, nickname or address, with wildcards; members,
    /// messages.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [KeyTarget]
    [ArgumentCompleter(typeof(KeyOwnerCompleter))]
    public object[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        // A key of this session needs no listener but its own.
        var listener = Array.Exists(Name, each => BaseOf(each) is string) ? GetListener(ListenerUse.Send) : null;
        if (listener is not null)
            KeyOwners.RequireKeys(listener);
        foreach (object each in Name)
        {
            try
            {
                foreach (var key in BaseOf(each) is string name ? Find(listener!, name) : [KeyOf(BaseOf(each))])
                    Decide(key, (Listener ?? key.Listener).Node);
            }
            catch (IpMsgException exception)
            {
                Report(exception);
            }
        }
    }

    /// <summary>Decides on one key of a member.</summary>
    private protected abstract void Decide(IpMsgKey key, MemberNode node);

    /// <summary>The keys that a name stands for.</summary>
    /// <exception cref="IpMsgException">There is none.</exception>
    private protected virtual IReadOnlyList<IpMsgKey> Find(IpMsgListener listener, string name)
    {
        var names = new NamePatterns([name], ContactNames.Of(listener));
        var found = KeyOwners.Find(listener.Node, names);
        return names.Missing.Length > 0 ? throw KeyOwners.NotFound(name) : found.ConvertAll(each => new IpMsgKey(each, listener));
    }

    private static object BaseOf(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static IpMsgKey KeyOf(object target) => target is IpMsgKey { IsOwn: false } key ? key
        : throw new IpMsgException(IpMsgErrorId.InvalidKey,
            target is IpMsgKey ? "This is a key of the listener itself." : "'" + target + "' is no key of a member.", target,
            "Pipe keys of members, as Get-IpMsgKey shows them without -Own.");
}
