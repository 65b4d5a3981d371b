using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Networks;

/// <summary>
/// The networks of a node. It reads them at the start and after network events, and announces a member again that is in a new network,
/// has a new address, or was asleep: others have removed it, or never heard of it.
/// </summary>
internal sealed class NodeNetworks : IDisposable
{
    // Two changes that follow each other must not be applied in the other order.
    private readonly object _lock = new();
    private readonly MemberDriver _driver;
    private readonly NodeServices _services;
    private readonly NetworkWatcher _watcher;
    private HashSet<object> _known = [];
    private bool _hadAddress;

    internal NodeNetworks(MemberDriver driver, NodeServices services)
    {
        _driver = driver;
        _services = services;
        _watcher = new NetworkWatcher(
            services.Network.Events, services.Network.SettleTime, isResumed => driver.Guard(() => OnChanged(isResumed)));
    }

    private IPAddress? Bound => _services.Options.Address;

    private bool IsBoundToOne => Bound is { } bound && !bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any);

    /// <summary>Reads the networks of this machine.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    internal void Refresh()
    {
        lock (_lock)
        {
            var adapters = _services.Network.Read();
            using (var access = _driver.Enter())
                Set(access.Machine, adapters);
            Report(adapters);
        }
    }

    /// <summary>Starts to follow the network events. The loopback interface has none.</summary>
    internal void Watch()
    {
        if (Bound is null || !IPAddress.IsLoopback(Bound))
            _watcher.Open();
    }

    public void Dispose() => _watcher.Dispose();

    private void OnChanged(bool isResumed)
    {
        lock (_lock)
        {
            var adapters = _services.Network.Read();
            (_services.Transport as UdpTransport)?.JoinGroups();
            using (var access = _driver.Resume())
            {
                if (!access.IsAlive)
                    return;
                bool isNew = Set(access.Machine, adapters);
                // A silent member stays silent.
                if ((isNew || isResumed) && access.Machine.EnteredAt is not null)
                    access.Machine.Announce(NodeClock.Now);
            }
            Report(adapters);
        }
    }

    // A listener also starts without a network, and works when one appears.
    private void Report(IReadOnlyList<NetworkAdapter> adapters)
    {
        string? reason = null;
        if (IsBoundToOne)
        {
            bool isThere = LocalNetworks.Find(adapters).Any(each => each.Address.Equals(Bound));
            reason = _hadAddress && !isThere ? "No network adapter has the address " + Bound + " now." : null;
            _hadAddress |= isThere;
        }
        else if (LocalNetworks.Find(adapters).Count == 0 && LocalNetworks.MulticastInterfaces(adapters).Count == 0)
        {
            reason = "No network adapter is up.";
        }
        _services.Problems.Report(NodePart.Network, this, reason is null ? null : new InvalidOperationException(reason));
    }

    // Called under the gate. True when the member is in a new network or has a new address.
    private bool Set(MemberMachine machine, IReadOnlyList<NetworkAdapter> adapters)
    {
        var networks = LocalNetworks.Find(adapters);
        var targets = _services.TargetsOf(adapters, networks);
        machine.SetNetworks(
            targets, networks, _services.Transport.LocalEndPoint.Port, IsBoundToOne ? [Bound!] : AddressesOf(adapters));
        HashSet<object> current = [.. networks.Where(each => !IsBoundToOne || each.Address.Equals(Bound)),
            // Without a network nobody hears the announcement.
            .. targets.Where(static each => !each.Address.Equals(IPAddress.Broadcast))];
        bool isNew = !current.IsSubsetOf(_known);
        _known = current;
        return isNew;
    }

    private static IPAddress[] AddressesOf(IReadOnlyList<NetworkAdapter> adapters) =>
        [.. adapters.SelectMany(static each => each.Addresses).Select(static each => each.Address),
            IPAddress.Loopback, IPAddress.IPv6Loopback];
}
