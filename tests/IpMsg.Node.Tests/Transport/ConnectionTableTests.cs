using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

public sealed class ConnectionTableTests : IDisposable
{
    private readonly ConnectionTable _table = new();
    private readonly List<Socket> _sockets = [];
    private readonly Dictionary<string, AcceptedConnection> _first = [];
    private AcceptedConnection? _newest;

    public void Dispose() => _sockets.ForEach(static each => each.Dispose());

    [Fact]
    [Rule(90)]
    public void R90_a_stranger_takes_the_place_of_the_oldest_of_the_address_with_most()
    {
        var single = Add("10.0.0.1");
        var many = Enumerable.Range(0, 3).Select(_ => Add("10.0.0.2")).ToList();
        for (int i = _table.Count; i < ConnectionTable.MaxStrangers; i++)
            Add("10.0.1." + i);
        Add("10.0.2.1", many[0]);
        Add("10.0.2.2", many[1]);
        Add("10.0.2.3", single);
        Add("10.0.2.4", many[2]);
        Assert.Equal(ConnectionTable.MaxStrangers, _table.Count);
    }

    [Fact]
    [Rule(90)]
    public void R90_strangers_take_no_place_of_a_recipient_and_recipients_none_of_a_stranger()
    {
        for (int i = 0; i < ConnectionTable.MaxStrangers; i++)
            Add("10.0.0." + i);
        for (int i = 0; i < 4 * ConnectionTable.MaxStrangers; i++)
            Add("10.1.0." + i / 4, isRecipient: true);
        for (int i = 0; i < 1_000; i++)
            Assert.False(AddAny("10.2." + i / 250 + "." + i % 250)!.IsRecipient);
        Assert.Equal(5 * ConnectionTable.MaxStrangers, _table.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(90)]
    public void R90_an_address_at_its_limit_takes_its_own_oldest_place(bool isRecipient)
    {
        var other = Add("10.0.0.2", isRecipient: isRecipient);
        var own = Enumerable.Range(0, ConnectionTable.MaxPerOrigin).Select(_ => Add("10.0.0.1", isRecipient: isRecipient)).ToList();
        Add("10.0.0.1", own[0], isRecipient);
        Add("10.0.0.1", own[1], isRecipient);
        Assert.True(other.TryKeep());
    }

    [Fact]
    [Rule(90)]
    public void R90_a_running_transfer_keeps_its_place()
    {
        var own = Enumerable.Range(0, ConnectionTable.MaxPerOrigin).Select(_ => Add("10.0.0.1")).ToList();
        Assert.True(own[0].TryKeep());
        Add("10.0.0.1", own[1]);
        Assert.False(own[1].TryKeep());
        Assert.All(own[2..], static each => Assert.True(each.TryKeep()));
        // The newcomer of above is the last one without a transfer.
        Assert.True(AddAny("10.0.0.1")!.Address.Equals(IPAddress.Parse("10.0.0.1")));
        Assert.True(_table.TryKeep(_newest!));
        Assert.False(_table.TryAdd(Connection("10.0.0.1", false), out var evicted));
        Assert.Null(evicted);
        // Strangers with a transfer leave their places to others.
        for (int i = 0; i < ConnectionTable.MaxStrangers; i++)
            Add("10.0.1." + i);
        _table.Remove(own[2]);
        Add("10.0.0.1", FirstOf("10.0.1.0"));
    }

    [Fact]
    [Rule(90)]
    public void R90_an_IPv6_network_counts_as_one_stranger_and_recipients_in_it_do_not()
    {
        var first = Add("2001:db8::1");
        for (int i = 2; i <= ConnectionTable.MaxPerOrigin; i++)
            Add("2001:db8::" + i);
        Add("2001:db8:0:1::1");
        for (int i = 0; i < ConnectionTable.MaxPerOrigin; i++)
            Add("2001:db8::1", isRecipient: true);
        Add("2001:db8::ffff:1", first);
        Add("2001:db8::2", isRecipient: true);
    }

    [Fact]
    [Rule(90)]
    public void R90_the_number_of_all_connections_is_bounded()
    {
        var recipients = new List<AcceptedConnection>();
        var stranger = Add("192.168.0.1");
        for (int i = 1; i < ConnectionTable.MaxConnections; i++)
            recipients.Add(Add("10." + i / 250 + ".0." + i % 250, isRecipient: true));
        Add("10.0.0.1", stranger, isRecipient: true);
        Assert.False(_table.TryAdd(Connection("192.168.0.1", false), out var evicted));
        Assert.Null(evicted);
        // The one with two of them.
        Add("10.0.0.2", recipients[0], isRecipient: true);
        Assert.True(recipients[1].TryKeep());
        Add("12.0.0.1", recipients[2], isRecipient: true);
        Assert.Equal(ConnectionTable.MaxConnections, _table.Count);
    }

    [Fact]
    public void A_closed_table_has_no_places()
    {
        var first = Add("10.0.0.1");
        Assert.Equal([first], _table.Close());
        Assert.False(_table.TryAdd(Connection("10.0.0.2", false), out _));
        _table.Remove(first);
        _table.Remove(first);
        Assert.Equal(0, _table.Count);
    }

    private AcceptedConnection FirstOf(string address) => _first[address];

    private AcceptedConnection Connection(string address, bool isRecipient)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        return new AcceptedConnection(_table, socket, IPAddress.Parse(address), isRecipient);
    }

    private AcceptedConnection Add(string address, AcceptedConnection? evicts = null, bool isRecipient = false)
    {
        var added = Connection(address, isRecipient);
        Assert.True(_table.TryAdd(added, out var evicted));
        Assert.Same(evicts, evicted);
        _newest = added;
        _first.TryAdd(address, added);
        return added;
    }

    private AcceptedConnection? AddAny(string address)
    {
        _newest = Connection(address, false);
        Assert.True(_table.TryAdd(_newest, out var evicted));
        return evicted;
    }
}
