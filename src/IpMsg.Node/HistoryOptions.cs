using System;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node;

/// <summary>Options of the message store. Every option has a default.</summary>
public sealed record HistoryOptions
{
    /// <summary>
    /// The data folder; null for the value of IPMSG_DATAPATH, or without it for the default folder of the user. A node does not start when
    /// a named folder cannot be used. When the default folder cannot be used, the node keeps messages in memory.
    /// </summary>
    public string? DataPath { get; init; }

    /// <summary>
    /// False to keep messages in memory only: the node confirms them at once, they are lost when the process ends, and there is no
    /// history.
    /// </summary>
    public bool UsesStore { get; init; } = true;

    /// <summary>The messages that the history keeps.</summary>
    public HistoryMode Mode { get; init; }

    /// <summary>The maximum size of the history in bytes; the oldest messages are removed first. Null for no limit.</summary>
    public long? MaxBytes { get; init; } = HistoryLimits.DefaultMaxBytes;

    /// <summary>The maximum age of a message in the history; null for no limit.</summary>
    public TimeSpan? MaxAge { get; init; } = HistoryLimits.DefaultMaxAge;

    /// <summary>The disk; null for the real one. Tests and benchmarks replace it.</summary>
    internal IStoreFiles? Files { get; init; }

    /// <summary>The limits of the store.</summary>
    internal HistoryLimits Limits => new() { MaxBytes = MaxBytes, MaxAge = MaxAge };

    /// <summary>True when the listener keeps a history.</summary>
    /// <param name="isOneShot">True for a listener that a command starts only to send.</param>
    public bool KeepsHistory(bool isOneShot) => UsesStore && (Mode == HistoryMode.On || Mode == HistoryMode.Auto && !isOneShot);

    /// <summary>The folder of the store of a user name. The folder may be missing.</summary>
    /// <param name="userName">The IPMsg user name; a fingerprint in it is ignored.</param>
    public string FolderOf(string userName) => HistoryFolder.Find(DataPath, Protocol.Encryption.FingerprintName.Bare(userName));
}
