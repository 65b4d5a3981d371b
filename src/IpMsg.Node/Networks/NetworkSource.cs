using System;
using System.Collections.Generic;

namespace IpMsg.Node.Networks;

/// <summary>Where a node learns of its networks. Tests pass adapters and events of their own.</summary>
internal sealed class NetworkSource
{
    /// <summary>Reads the adapters that are up.</summary>
    internal Func<IReadOnlyList<NetworkAdapter>> Read { get; init; } = NetworkAdapters.Read;

    /// <summary>The events after which the adapters are read again.</summary>
    internal INetworkEvents Events { get; init; } = new SystemNetworkEvents();

    /// <summary>The time without an event after which the adapters are read.</summary>
    internal TimeSpan SettleTime { get; init; } = NetworkWatcher.SettleTime;
}
