using System;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Networks;

/// <summary>The network events of this machine.</summary>
internal sealed class SystemNetworkEvents : INetworkEvents
{
    private readonly ResumeDetector _resume = new(static () => DateTimeOffset.UtcNow);
    private Action<NetworkEvent>? _onEvent;
    private Timer? _timer;

    public void Open(Action<NetworkEvent> onEvent)
    {
        _onEvent = onEvent;
        _timer = new Timer(OnTick, null, ResumeDetector.Interval, ResumeDetector.Interval);
        try
        {
            NetworkChange.NetworkAddressChanged += OnAddressChanged;
            NetworkChange.NetworkAvailabilityChanged += OnAvailabilityChanged;
        }
        catch (Exception exception) when (
            exception is NetworkInformationException or SocketException or PlatformNotSupportedException or NotImplementedException)
        {
            // A sandbox may forbid it, or the process has no handles left. Get-IpMsgMember -Refresh then reads the networks.
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        try
        {
            NetworkChange.NetworkAddressChanged -= OnAddressChanged;
            NetworkChange.NetworkAvailabilityChanged -= OnAvailabilityChanged;
        }
        catch (Exception exception) when (exception is PlatformNotSupportedException or NotImplementedException)
        {
            // There was no subscription.
        }
    }

    private void OnAddressChanged(object? sender, EventArgs arguments) => _onEvent?.Invoke(NetworkEvent.AddressChanged);

    // On Linux an adapter may keep its addresses while its cable is out, and then no address changes when the cable comes back.
    private void OnAvailabilityChanged(object? sender, NetworkAvailabilityEventArgs arguments) =>
        _onEvent?.Invoke(NetworkEvent.AddressChanged);

    private void OnTick(object? state)
    {
        if (_resume.Tick())
            _onEvent?.Invoke(NetworkEvent.Resumed);
    }
}
