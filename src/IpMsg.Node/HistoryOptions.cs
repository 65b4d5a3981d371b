using System;
using IpMsg.Node.Storage.History;

namespace IpMsg.Node;

/// <summary>Whether and where messages are stored. Everything has a default.</summary>
public sealed record HistoryOptions
{
    /// <summary>The data folder; null for the one of IPMSG_DATAPATH, or else the user's own.</summary>
    public string? DataPath { get; init; }

    /// <summary>
    /// False to keep messages in memory only: they are confirmed at once, end with the process, and leave no history.
    /// </summary>
    public bool UsesStore { get; init; } = true;

    /// <summary>Of what a history is kept.</summary>
    public HistoryMode Mode { get; init; }

    /// <summary>The most bytes of a history, of which the oldest messages are removed; null for no limit.</summary>
    public long? MaxBytes { get; init; } = HistoryLimits.DefaultMaxBytes;

    /// <summary>The greatest age of a message; null for no limit.</summary>
    public TimeSpan? MaxAge { get; init; } = HistoryLimits.DefaultMaxAge;

    /// <summary>The limits of the store.</summary>
    internal HistoryLimits Limits => new() { MaxBytes = MaxBytes, MaxAge = MaxAge };

    /// <summary>True when a history is kept.</summary>
    /// <param name="isOneShot">True for a listener that a command has started only to send.</param>
    public bool KeepsHistory(bool isOneShot) => UsesStore && (Mode == HistoryMode.On || Mode == HistoryMode.Auto && !isOneShot);

    /// <summary>The folder of a user name's store, which need not exist.</summary>
    /// <param name="userName">The IPMsg user name; a fingerprint in it does not count.</param>
    public string FolderOf(string userName) => HistoryFolder.Find(DataPath, Protocol.Encryption.FingerprintName.Bare(userName));
}
