using System;

namespace IpMsg.Node.Queueing;

/// <summary>Errors of the queue.</summary>
internal static class QueueErrors
{
    /// <summary>The error for a folder that cannot be read or written.</summary>
    internal static IpMsgException NotUsable(string folder, Exception failure) => new(
        IpMsgErrorId.QueueNotUsable,
        "The queue in '" + folder + "' cannot be used: " + failure.Message,
        folder,
        "Nothing was queued. IPMSG_DATAPATH or -DataPath of Start-IpMsgListener names another folder.",
        failure);
}
