using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>What a member broadcasts comes back to it. It gets the broadcasts of all others, also of those that look like it.</summary>
public sealed class OwnBroadcastTests
{
    private readonly SimulatedLan _lan = new(5, LanConditions.Perfect);

    private SimulatedHost Host(IPEndPoint at, string user, string host, OwnKeys? keys = null, params IPEndPoint[] targets)
    {
        string name = keys is null ? user : FingerprintName.Of(user, keys.Usual!.Public);
        var member = new SimulatedHost(_lan, at, new MemberSettings(name, host, MemberFixture.Codec) { NickName = user, Keys = keys });
        if (targets.Length > 0)
            member.Machine.SetNetworks(targets, [], at.Port);
        return member;
    }

    private void Broadcast(SimulatedHost from, string text)
    {
        var encoded = from.Do((machine, now) => machine.ComposeBroadcast(now, new OutgoingMessage(text)));
        from.Do((machine, now) => machine.Dispatch(now, encoded.Deliveries));
        _lan.Run(100);
    }

    private static IEnumerable<string> Texts(SimulatedHost host) => host.Machine.Inbox.Waiting.Select(each => each.Text);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(32)]
    public void R32_our_own_broadcast_does_not_come_in(bool hasKeys)
    {
        var node = Host(MemberFixture.At(1), "alice", "vm", hasKeys ? TestKeys.OfAlice : null);
        var other = Host(MemberFixture.At(2), "bob", "vm");
        Broadcast(node, "fire drill");

        Assert.Empty(Texts(node));
        Assert.Equal(["fire drill"], Texts(other));
        Assert.Equal((1, 0), (node.Machine.Counters.Ignored, node.Machine.Counters.Messages));
    }

    [Fact]
    [Rule(32)]
    public void R32_it_comes_back_from_every_network_and_from_addresses_that_are_not_ours()
    {
        var node = Host(MemberFixture.At(1), "alice", "vm");
        byte[]? sent = null;
        _lan.Tap = (_, _, datagram) => sent = datagram;
        Broadcast(node, "fire drill");
        foreach (var source in new[] { MemberFixture.At(77), MemberFixture.At(78, 41000), new IPEndPoint(IPAddress.IPv6Loopback, 2425) })
            node.Do((machine, now) => machine.Receive(now, [.. sent!, 0, 0], source));

        Assert.Empty(Texts(node));
    }

    [Fact]
    [Rule(32)]
    public void R32_it_does_not_come_in_from_a_target_that_is_our_own_address()
    {
        var node = Host(MemberFixture.At(1), "alice", "vm", null, MemberFixture.At(1), MemberFixture.At(2));
        var other = Host(MemberFixture.At(2), "bob", "vm");
        Broadcast(node, "fire drill");

        Assert.Empty(Texts(node));
        Assert.Equal(["fire drill"], Texts(other));
    }

    [Fact]
    [Rule(32)]
    public void R32_a_second_member_at_our_address_and_one_with_our_names_are_heard()
    {
        var node = Host(MemberFixture.At(1), "alice", "vm", TestKeys.OfAlice);
        var sameMachine = Host(MemberFixture.At(1, 2426), "alice", "vm:2426", TestKeys.OfAlice, node.EndPoint, MemberFixture.At(1, 2426));
        var sameNames = Host(MemberFixture.At(9), "alice", "vm", TestKeys.OfBob);
        Broadcast(node, "one");
        Broadcast(sameMachine, "two");
        Broadcast(sameNames, "three");

        Assert.Equal(["two", "three"], Texts(node));
        Assert.Empty(Texts(sameMachine));
        Assert.Equal(["one"], Texts(sameNames));
    }

    [Fact]
    [Rule(32)]
    public void R32_a_bot_that_answers_everything_does_not_answer_itself()
    {
        var bot = Host(MemberFixture.At(1), "alice", "vm");
        var other = Host(MemberFixture.At(2), "bob", "vm");
        bot.OnEvent = raised =>
        {
            if (raised is not MessageArrived { Message: var message })
                return;
            var reply = bot.Machine.Compose(_lan.Moment, new OutgoingMessage("re: " + message.Text), [message.From]);
            bot.Machine.Dispatch(_lan.Moment, reply.Deliveries);
        };
        Broadcast(bot, "hello");
        Broadcast(other, "who is there?");
        _lan.Run(10_000);

        Assert.Equal(["who is there?"], Texts(bot));
        Assert.Equal(["hello", "re: who is there?"], Texts(other));
    }
}
