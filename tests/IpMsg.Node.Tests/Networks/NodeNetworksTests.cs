using System;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading;
using IpMsg.Node.Networks;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Networks;

/// <summary>What a member does when an adapter gets or loses an address, and after a sleep. Adapters and events are the test's.</summary>
public sealed class NodeNetworksTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly NetworkAdapter s_office = Adapters.Card("192.168.1.20/24") with { HasGateway = true };
    private static readonly NetworkAdapter s_wifi = Adapters.Card("10.20.30.40/24") with { HasGateway = true };

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTransport _transport = new();
    private readonly FakeNetworkEvents _events = new();
    private readonly BlockingCollection<string> _entries = [];
    private readonly BlockingCollection<bool> _reads = [];
    private volatile NetworkAdapter[] _adapters = [s_office];
    private MemberNode? _node;

    public NodeNetworksTests() => _transport.OnSend = (buffer, count, to) =>
    {
        string packet = Encoding.UTF8.GetString(buffer, 0, count);
        // The command is the lowest byte: NOOPERATION is 0, BR_ENTRY is 1.
        if ((uint.Parse(packet.Split(':')[4], null) & 0xFF) == 0)
            _entries.Add(to.Address.ToString());
    };

    public void Dispose()
    {
        _node?.Stop();
        _folder.Dispose();
        _entries.Dispose();
        _reads.Dispose();
    }

    [Fact]
    public void A_member_announces_itself_again_when_a_network_appears()
    {
        Start();
        Assert.Equal(["192.168.1.255"], Next(1));
        _adapters = [s_office, s_wifi];
        Raise(NetworkEvent.AddressChanged);
        Assert.Equal(["192.168.1.255", "10.20.30.255"], Next(2));
    }

    [Fact]
    public void A_member_announces_itself_again_with_a_new_address_in_the_same_network()
    {
        Start();
        Next(1);
        _adapters = [Adapters.Card("192.168.1.99/24") with { HasGateway = true }];
        Raise(NetworkEvent.AddressChanged);
        Assert.Equal(["192.168.1.255"], Next(1));
    }

    [Fact]
    public void A_member_announces_itself_again_after_a_sleep()
    {
        Start();
        Next(1);
        Raise(NetworkEvent.Resumed);
        Assert.Equal(["192.168.1.255"], Next(1));
    }

    /// <summary>An unplugged cable, and an event without a change, such as a renewed lease: nobody has to know.</summary>
    [Fact]
    public void Nothing_is_announced_when_a_network_disappears_or_nothing_changes()
    {
        _adapters = [s_office, s_wifi];
        Start();
        Next(2);
        Raise(NetworkEvent.AddressChanged);
        _adapters = [s_office];
        Raise(NetworkEvent.AddressChanged);
        // The cable is back: the only announcement, and again to both.
        _adapters = [s_office, s_wifi];
        Raise(NetworkEvent.AddressChanged);
        Assert.Equal(["192.168.1.255", "10.20.30.255"], Next(2));
        Assert.Empty(_entries);
    }

    [Fact]
    public void A_silent_member_stays_silent()
    {
        Start(each => each with { IsSilent = true });
        _adapters = [s_wifi];
        Raise(NetworkEvent.AddressChanged);
        Raise(NetworkEvent.Resumed);
        _node!.Members.Announce();
        Assert.Equal(["10.20.30.255"], Next(1));
        Assert.Empty(_entries);
    }

    [Fact]
    public void Bound_to_one_card_a_member_ignores_the_others()
    {
        Start(each => each with { Address = IPAddress.Parse("192.168.1.20") });
        Next(1);
        _adapters = [s_office, s_wifi];
        Raise(NetworkEvent.AddressChanged);
        _adapters = [s_wifi];
        Raise(NetworkEvent.AddressChanged);
        _adapters = [s_office];
        Raise(NetworkEvent.AddressChanged);
        Assert.Equal(["192.168.1.255"], Next(1));
        Assert.Empty(_entries);
    }

    [Fact]
    public void Without_a_network_a_member_starts_and_says_so_until_one_appears()
    {
        _adapters = [];
        Start();
        Assert.Equal("No network adapter is up.", _node!.Problems.Find(NodePart.Network)!.Reason.Message);
        var over = Ended();
        _adapters = [s_office];
        Raise(NetworkEvent.AddressChanged);
        Assert.Contains("192.168.1.255", Next(2));
        Assert.True(over.Wait(s_patience));
        Assert.Empty(_node.Problems.Current);
    }

    [Fact]
    public void A_member_whose_address_is_gone_says_so_until_it_is_back()
    {
        Start(each => each with { Address = IPAddress.Parse("192.168.1.20") });
        Assert.Empty(_node!.Problems.Current);
        using var raised = new ManualResetEventSlim();
        _node.Problems.Changed += (part, problem) => raised.Set();
        _adapters = [s_wifi];
        Raise(NetworkEvent.AddressChanged);
        Assert.True(raised.Wait(s_patience));
        Assert.Equal("No network adapter has the address 192.168.1.20 now.", _node.Problems.Find(NodePart.Network)!.Reason.Message);
        var over = Ended();
        _adapters = [s_office, s_wifi];
        Raise(NetworkEvent.AddressChanged);
        Assert.True(over.Wait(s_patience));
    }

    private ManualResetEventSlim Ended()
    {
        var over = new ManualResetEventSlim();
        _node!.Problems.Changed += (part, problem) =>
        {
            if (part == NodePart.Network && problem is null)
                over.Set();
        };
        return over;
    }

    [Fact]
    public void Nobody_follows_events_on_loopback_and_after_the_end()
    {
        Start(each => each with { Address = IPAddress.Loopback });
        Assert.False(_events.IsOpen);
        _node!.Stop();
        Assert.True(_events.IsDisposed);
    }

    private void Start(Func<NodeOptions, NodeOptions>? change = null)
    {
        _node = Nodes.Start(_folder, _transport, each => change?.Invoke(each with { IsSilent = false }) ?? each with { IsSilent = false },
            new NetworkSource { Read = Read, Events = _events, SettleTime = TimeSpan.Zero });
        _reads.Take();
    }

    // A test changes the adapters as soon as it knows of the read.
    private NetworkAdapter[] Read()
    {
        var adapters = _adapters;
        _reads.Add(true);
        return adapters;
    }

    // Returns when the adapters have been read.
    private void Raise(NetworkEvent what)
    {
        _events.Raise(what);
        Assert.True(_reads.TryTake(out _, s_patience));
    }

    private string[] Next(int count)
    {
        string[] next = new string[count];
        for (int i = 0; i < count; i++)
            Assert.True(_entries.TryTake(out next[i]!, s_patience), "nothing more was announced");
        return next;
    }
}
