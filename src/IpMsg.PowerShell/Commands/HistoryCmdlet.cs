using System;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>A cmdlet for the history: which store, and which messages of it. It works on the disk alone, without a listener.</summary>
public abstract class HistoryCmdlet : IpMsgCmdlet
{
    /// <summary>Only messages with these: nickname, user, host, user@host or address, with wildcards; or members, messages.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [HistoryPartner]
    [ArgumentCompleter(typeof(HistoryPartnerCompleter))]
    public string[]? With { get; set; }

    /// <summary>Only messages before this time.</summary>
    [Parameter]
    public DateTimeOffset Before { get; set; }

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

    /// <summary>What the parameters choose; derived cmdlets add theirs.</summary>
    private protected HistoryQuery Query()
    {
        var names = With is null ? null : new HistoryPartners(With);
        return new HistoryQuery
        {
            With = names is null ? null : names.IsMatch,
            Before = MyInvocation.BoundParameters.ContainsKey(nameof(Before)) ? Before : null,
            Stop = StopToken,
        };
    }

    /// <summary>Works with the folder of the store, and reports what goes wrong there.</summary>
    /// <param name="work">The work; null is no folder: there are no messages.</param>
    private protected void WithStore(Action<string> work)
    {
        var options = HistoryDefaults.ForReading(
            DataPath is null ? null : FilePaths.Resolve(SessionState, DataPath, IpMsgErrorId.InvalidDataPath));
        PathCheck.Require(IpMsgErrorId.InvalidDataPath, options.DataPath);
        string user = UserName ?? RunspaceScope.Existing?.Listener?.UserName ?? NodeDefaults.UserName;
        string? folder = null;
        try
        {
            folder = options.FolderOf(user);
            if (Directory.Exists(folder))
                work(folder);
            else
                TellMissing(user, folder, options);
        }
        catch (HistoryVersionException newer)
        {
            throw new IpMsgException(
                IpMsgErrorId.HistoryTooNew, newer.Message, folder, "Update-Module IpMsg installs the newest version.", newer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IpMsgException(
                IpMsgErrorId.InvalidDataPath,
                folder is null ? failure.Message : "The messages in '" + folder + "' cannot be used: " + failure.Message,
                folder ?? user, folder is null ? "Give the folder as -DataPath, or in IPMSG_DATAPATH." : null, failure);
        }
    }

    private void TellMissing(string user, string folder, HistoryOptions options)
    {
        var others = HistoryFolder.UserNames(options.DataPath);
        string where = others.Count == 0 ? "" : " There are messages of: " + SafeText.Line(string.Join(", ", others)) + ".";
        if (UserName is not null)
        {
            throw new IpMsgException(
                IpMsgErrorId.HistoryNotFound, "No messages of '" + user + "' are stored in '" + folder + "'." + where, user,
                "Give the user name of a listener that has run on this machine, or its data folder as -DataPath.");
        }
        if (others.Count > 0)
            WriteWarning("No messages of '" + SafeText.Line(user) + "' are stored." + where + " -UserName chooses one of them.");
        else
            WriteVerbose("No messages are stored in '" + folder + "'.");
    }
}
