using System;
using IpMsg.Node.Networks;

namespace IpMsg.Node.Tests.Support;

/// <summary>Network events that a test raises.</summary>
internal sealed class FakeNetworkEvents : INetworkEvents
{
    private Action<NetworkEvent>? _onEvent;

    internal bool IsOpen => _onEvent is not null;

    internal bool IsDisposed { get; private set; }

    public void Open(Action<NetworkEvent> onEvent) => _onEvent = onEvent;

    internal void Raise(NetworkEvent what) => _onEvent!(what);

    public void Dispose() => IsDisposed = true;
}
