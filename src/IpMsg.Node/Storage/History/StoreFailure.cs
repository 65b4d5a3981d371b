using System;
using System.IO;

namespace IpMsg.Node.Storage.History;

/// <summary>Tells failures of the disk from faults of the code.</summary>
internal static class StoreFailure
{
    /// <summary>True for what a disk, its permissions and its locks can refuse.</summary>
    internal static bool Is(Exception reason) =>
        reason is IOException or UnauthorizedAccessException or NotSupportedException or IpMsgException;
}
