using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Commands;

/// <summary>Shows the messages that wait for members that are away.</summary>
[Cmdlet(VerbsCommon.Get, "IpMsgQueue")]
[OutputType(typeof(IpMsgQueuedMessage))]
public sealed class GetIpMsgQueueCommand : QueueCmdlet
{
    /// <summary>The recipients: names as they were given, user, host or user@host, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QueueRecipientCompleter))]
    public string[]? To { get; set; }

    /// <summary>The numbers of messages in the queue.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("QueueId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueIdCompleter))]
    public long[]? Id { get; set; }

    /// <summary>Waiting, Sending, Failed or Expired.</summary>
    [Parameter]
    [ValidateSet("Waiting", "Sending", "Failed", "Expired")]
    public string[]? State { get; set; }

    /// <inheritdoc/>
    protected override void Process() => WithQueue(store =>
    {
        var names = To is null ? null : new NamePatterns(To);
        IEnumerable<long> ids = Id ?? store.Ids();
        foreach (var message in Read(store, ids))
        {
            string state = StateOf(store, message);
            bool isMeant = names is null || names.MatchesAny(
                [.. new[] { message.To.Name, message.To.Contact, message.To.UserName, message.To.HostName, message.To.Identity }
                    .OfType<string>()]);
            if (isMeant && (State is null || State.Contains(state, StringComparer.OrdinalIgnoreCase)))
                WriteObject(new IpMsgQueuedMessage(message, state));
        }
    });
}
