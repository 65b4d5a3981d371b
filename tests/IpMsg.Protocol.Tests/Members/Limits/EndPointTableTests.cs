using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Limits;

/// <summary>Forged packets in the names of many addresses do not evict what is known of members that have proved their address.</summary>
public sealed class EndPointTableTests
{
    private readonly EndPointTable<int> _table = new(maxUnproved: 4, maxProved: 2);

    [Fact]
    public void Each_share_loses_its_own_oldest_entry()
    {
        _table.Set(MemberFixture.At(1), 1, isProved: true);
        _table.Set(MemberFixture.At(2), 2, isProved: true);
        for (int i = 10; i < 20; i++)
            _table.Set(MemberFixture.At(i), i, isProved: false);
        Assert.Equal((1, 2, null, 16, 19), (Value(1), Value(2), Value(15), Value(16), Value(19)));
        _table.Set(MemberFixture.At(3), 3, isProved: true);
        Assert.Equal((null, 2, 3, 16), (Value(1), Value(2), Value(3), Value(16)));
    }

    [Fact]
    public void An_entry_that_is_set_again_stays_the_longest()
    {
        for (int i = 10; i < 14; i++)
            _table.Set(MemberFixture.At(i), i, isProved: false);
        _table.Set(MemberFixture.At(10), 100, isProved: false);
        _table.Set(MemberFixture.At(14), 14, isProved: false);
        Assert.Equal((100, null, 12, 14), (Value(10), Value(11), Value(12), Value(14)));
    }

    [Fact]
    public void An_entry_keeps_its_share_whatever_is_forged_later()
    {
        _table.Set(MemberFixture.At(1), 1, isProved: false);
        _table.Set(MemberFixture.At(1), 2, isProved: true);
        _table.Set(MemberFixture.At(1), 3, isProved: false);
        for (int i = 10; i < 20; i++)
            _table.Set(MemberFixture.At(i), i, isProved: false);
        Assert.Equal((3, 16, null), (Value(1), Value(16), Value(15)));
    }

    [Fact]
    [Rule(44)]
    public void R44_keys_of_strangers_leave_the_round_trips_of_members()
    {
        var known = new RoundTrips();
        known.OnKey(MemberFixture.At(1));
        known.OnConfirmation(MemberFixture.At(1), 1, 10);
        for (int i = 0; i < 2 * RoundTrips.MaxConfirmed; i++)
            known.OnKey(MemberFixture.At(300 + i));
        Assert.InRange(known.PlanFor(MemberFixture.At(1)).NextDelay(1, 0, new SeededRandom(1)), 200, 240);
        Assert.True(known.IsKnown(MemberFixture.At(1)));
    }

    [Fact]
    [Rule(43)]
    public void R43_forged_exits_do_not_hide_that_a_member_has_left_and_entered_again()
    {
        var fixture = new MemberFixture();
        Say(fixture, MemberFixture.Entry, "1");
        fixture.Peer.Reacts = each =>
        {
            if (each.Command == Command.SendMessage)
                fixture.Peer.Say(fixture.Node.EndPoint, 0x21, each.NumberText + "\0");
        };
        fixture.Node.Do((machine, now) =>
            machine.Dispatch(now, machine.Compose(now, new OutgoingMessage("hello"), [fixture.Peer.EndPoint]).Deliveries));
        fixture.Lan.Run(100);
        Assert.True(fixture.Node.Machine.MemberAt(fixture.Peer.EndPoint)!.HasAnswered);
        Say(fixture, MemberFixture.Confirmed, "2", "hi\0");
        Say(fixture, 2, "3");
        Say(fixture, MemberFixture.Entry, "1");
        for (int i = 0; i < Reentries.MaxUnproved + 10; i++)
        {
            foreach (uint command in new[] { MemberFixture.Entry, 2u })
            {
                fixture.Lan.Forge(
                    MemberFixture.At(300 + i), fixture.Node.EndPoint, Encoding.ASCII.GetBytes($"1:1:x{i}:X-PC:{command}:x\0\0"));
            }
            fixture.Lan.Run(0);
        }
        Say(fixture, MemberFixture.Confirmed, "2", "hi\0");
        Assert.Equal(["hi", "hi"], fixture.Texts);
    }

    private static void Say(MemberFixture fixture, uint word, string number, string extra = "peer\0\0")
    {
        fixture.Peer.Say(fixture.Node.EndPoint, word, Encoding.ASCII.GetBytes(extra), number);
        fixture.Lan.Run(0);
    }

    private int? Value(int host) => _table.TryGetValue(MemberFixture.At(host), out int value) ? value : null;
}
