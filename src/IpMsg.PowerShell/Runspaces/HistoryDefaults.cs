using System;
using System.Globalization;
using IpMsg.Node;
using IpMsg.Node.Interop;
using IpMsg.Node.Queueing;
using IpMsg.Node.Storage.History;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>Where and whether messages are stored, from parameters, which come first, and environment variables.</summary>
internal static class HistoryDefaults
{
    private const long MiB = 1 << 20;
    private const int MaxDays = 36_500;

    /// <summary>Reads all settings of the store.</summary>
    /// <param name="dataPath">-DataPath as a path of the file system; null without it.</param>
    /// <param name="noStore">-NoStore; null without it.</param>
    /// <param name="noHistory">-NoHistory; null without it.</param>
    /// <exception cref="IpMsgException">A variable has an invalid value.</exception>
    internal static HistoryOptions Read(string? dataPath = null, bool? noStore = null, bool? noHistory = null) => new()
    {
        DataPath = dataPath ?? EnvironmentDefaults.Folder(HistoryFolder.Variable, Platform.IsWindows),
        UsesStore = noStore is { } isOff ? !isOff : dataPath is not null || Switch("IPMSG_NOSTORE") is not true,
        Mode = noHistory is { } off ? off ? HistoryMode.Off : HistoryMode.On : Mode(),
        MaxBytes = Number("IPMSG_HISTORYSIZE", (int)(HistoryLimits.DefaultMaxBytes / MiB), int.MaxValue) is { } size ? size * MiB : null,
        MaxAge = Number("IPMSG_HISTORYDAYS", (int)HistoryLimits.DefaultMaxAge.TotalDays, MaxDays) is { } days
            ? TimeSpan.FromDays(days)
            : null,
    };

    /// <summary>
    /// The settings of a listener; null when the store is switched off and messages are in memory.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    internal static HistoryOptions? ForListener(string? dataPath = null, bool? noStore = null, bool? noHistory = null) =>
        Read(dataPath, noStore, noHistory) is { UsesStore: true } options ? options : null;

    /// <summary>The queue of a listener, beside its store; null for one that keeps nothing on the disk.</summary>
    internal static QueueOptions? QueueOf(HistoryOptions? store) => store is null ? null : new QueueOptions { DataPath = store.DataPath };

    /// <summary>
    /// The settings for what is stored: in the given folder, else where the listener of this runspace stores, else in the default folder.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    internal static HistoryOptions ForReading(string? dataPath) => Read(
        dataPath ?? (RunspaceScope.Existing?.Listener?.StorePath is { } store ? HistoryFolder.DataPathOf(store) : null));

    private static HistoryMode Mode()
    {
        const string name = "IPMSG_HISTORY";
        return EnvironmentDefaults.Get(name) is null ? HistoryMode.Auto
            : Switch(name) is true ? HistoryMode.On
            : HistoryMode.Off;
    }

    // As people write a switch in a pipeline's settings.
    private static bool? Switch(string name) => EnvironmentDefaults.Get(name) is not { } text ? null : text.Trim().ToUpperInvariant() switch
    {
        "ON" or "1" or "TRUE" or "YES" => true,
        "OFF" or "0" or "FALSE" or "NO" => false,
        _ => throw EnvironmentDefaults.Invalid(name, text, "On or Off"),
    };

    /// <summary>A number; null for 0, which means no limit.</summary>
    private static int? Number(string name, int usual, int max)
    {
        if (EnvironmentDefaults.Get(name) is not { } text)
            return usual;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > max)
            throw EnvironmentDefaults.Invalid(name, text, "a number from 0, which means no limit, to " + max);
        return number == 0 ? null : number;
    }
}
