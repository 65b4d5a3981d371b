using IpMsg.Node;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Queue;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>The queue that a cmdlet works with when it is given none.</summary>
internal static class QueueDefaults
{
    /// <summary>The queue in a data folder: the given one, else that of the listener of this runspace, else the usual one.</summary>
    /// <param name="dataPath">-DataPath as a path of the file system; null without it.</param>
    /// <param name="userName">-UserName; null for that of the listener, else of the system.</param>
    /// <exception cref="System.IO.IOException">There is no data folder.</exception>
    internal static QueueStore Open(string? dataPath, string? userName)
    {
        var listener = RunspaceScope.Existing?.Listener;
        dataPath ??= listener?.Node.Options.Queue?.DataPath ?? HistoryDefaults.Read().DataPath;
        string folder = QueueFolder.Find(dataPath, userName ?? listener?.UserName ?? NodeDefaults.UserName);
        string? keyPath = listener is null ? EnvironmentDefaults.Read().KeyPath : listener.Node.Options.KeyPath;
        return new QueueStore(folder, listener?.Node.Settings.Keys is { } own
            ? new OwnKeyProtector(() => own) : OwnKeyProtector.ForFolder(keyPath));
    }
}
