using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Queue;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>A cmdlet for the queue. It works on the disk alone, without a listener.</summary>
public abstract class QueueCmdlet : IpMsgCmdlet
{
    /// <summary>The data folder; by default that of this runspace's listener, that of IPMSG_DATAPATH, or the user's own.</summary>
    [Parameter]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    /// <summary>The IPMsg user name whose messages are meant; that of this runspace's listener, or the system's, by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HistoryUserCompleter))]
    public string? UserName { get; set; }

    /// <summary>Works with the queue, and reports what goes wrong on the disk.</summary>
    private protected void WithQueue(Action<QueueStore> work)
    {
        QueueStore? store = null;
        try
        {
            string? given = DataPath is null ? null : FilePaths.Resolve(SessionState, DataPath, IpMsgErrorId.InvalidDataPath);
            PathCheck.Require(IpMsgErrorId.InvalidDataPath, given);
            store = QueueDefaults.Open(given, UserName);
            // In the folder of a running listener, it has the last word about what it is sending.
            RunspaceScope.Existing?.Listener?.Node.Queue?.WaitForWrites();
            work(store);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IpMsgException(IpMsgErrorId.QueueNotUsable,
                store is null ? failure.Message : "The queue in '" + store.Folder + "' cannot be used: " + failure.Message,
                store?.Folder ?? UserName, "Give the folder as -DataPath, or in IPMSG_DATAPATH.", failure);
        }
    }

    /// <summary>The messages with these ids, or all. A damaged file is reported.</summary>
    private protected IEnumerable<QueuedMessage> Read(QueueStore store, IEnumerable<long> ids)
    {
        foreach (long id in ids)
        {
            QueuedMessage? message = null;
            try
            {
                message = store.Find(id);
            }
            catch (InvalidDataException damaged)
            {
                Report(new IpMsgException(IpMsgErrorId.QueueNotUsable, damaged.Message, store.PathOf(id),
                    "The other messages are not concerned. Remove-IpMsgQueue " + id + " removes it.", damaged));
            }
            if (message is not null)
                yield return message;
        }
    }

    /// <summary>Waiting, Sending, Failed or Expired.</summary>
    private protected static string StateOf(QueueStore store, QueuedMessage message)
    {
        if (message.HasFailed)
            return "Failed";
        if (message.IsOpen && IsBusy(store, message))
            return "Sending";
        return message.IsExpired(store.Now) ? "Expired" : "Waiting";
    }

    /// <summary>True while a listener sends to the recipient of a message.</summary>
    private protected static bool IsBusy(QueueStore store, QueuedMessage message)
    {
        using var lease = store.TryLease(message.To.Key);
        return lease is null;
    }
}
