using System;

namespace IpMsg.Node.Networks;

/// <summary>What happens to the network adapters of a machine.</summary>
internal enum NetworkEvent
{
    /// <summary>An adapter has got or lost an address.</summary>
    AddressChanged,
    /// <summary>The machine has resumed from sleep or hibernation.</summary>
    Resumed,
}

/// <summary>The source of network events. Disposal ends them.</summary>
internal interface INetworkEvents : IDisposable
{
    /// <summary>Starts to raise events on any thread. The handler must not throw.</summary>
    void Open(Action<NetworkEvent> onEvent);
}
