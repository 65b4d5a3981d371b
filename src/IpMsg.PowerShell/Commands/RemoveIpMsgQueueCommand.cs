using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Storage.Queue;
using IpMsg.PowerShell.Completers;

namespace IpMsg.PowerShell.Commands;

/// <summary>Withdraws messages that wait for members that are away.</summary>
[Cmdlet(VerbsCommon.Remove, "IpMsgQueue", SupportsShouldProcess = true)]
public sealed class RemoveIpMsgQueueCommand : QueueCmdlet
{
    /// <summary>The messages: their numbers, or what Get-IpMsgQueue and Send-IpMsg -Queue write.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("QueueId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueIdCompleter))]
    public long[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => WithQueue(store =>
    {
        foreach (long id in Id)
            Remove(store, id);
    });

    private void Remove(QueueStore store, long id)
    {
        QueuedMessage? message = null;
        bool isThere = true;
        try
        {
            message = store.Find(id);
            isThere = message is not null;
        }
        catch (InvalidDataException)
        {
            // A damaged file can be removed as well.
        }
        if (!isThere)
        {
            Report(new IpMsgException(IpMsgErrorId.QueuedMessageNotFound, "No message with the id " + id + " waits.", id,
                "It may have been confirmed meanwhile. Get-IpMsgQueue shows what waits."));
            return;
        }
        string target = message is null ? id + " (" + store.PathOf(id) + ")" : id + " to " + message.To + ": " + Preview(message.Text);
        if (!ShouldProcess(SafeText.Line(target), "Withdraw queued message"))
            return;
        if (message is not { IsOpen: true } || !IsBusy(store, message))
            store.Remove(id);
        else
        {
            Report(new IpMsgException(IpMsgErrorId.QueuedMessageInUse,
                "The message " + id + " to " + message.To.Name + " is being sent now, and may be there already.", id,
                "Try again in a moment: when it was not confirmed, it can be withdrawn."));
        }
    }

    private static string Preview(string? text)
    {
        const int length = 40;
        string line = SafeText.Line(text ?? "(sealed)");
        return line.Length <= length ? line : line.Substring(0, length) + "…";
    }
}
