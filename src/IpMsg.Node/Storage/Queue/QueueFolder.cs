using System.IO;
using IpMsg.Node.Storage.History;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Node.Storage.Queue;

/// <summary>Locates the queue of a user: <c>queue/user-name</c> in the data folder, beside the message store.</summary>
internal static class QueueFolder
{
    /// <param name="dataPath">The data folder; null for that of IPMSG_DATAPATH, else the user's own.</param>
    /// <param name="userName">The IPMsg user name; a fingerprint in it is ignored.</param>
    /// <exception cref="DirectoryNotFoundException">There is no data folder.</exception>
    internal static string Find(string? dataPath, string userName)
    {
        string bare = FingerprintName.Bare(userName);
        string history = HistoryFolder.Find(dataPath, bare);
        return Path.Combine(HistoryFolder.DataPathOf(history)!, "queue", Path.GetFileName(history));
    }
}
