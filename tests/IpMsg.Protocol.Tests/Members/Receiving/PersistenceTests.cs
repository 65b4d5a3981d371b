using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class PersistenceTests
{
    private static MemberFixture WithDisk()
    {
        var fixture = new MemberFixture(MemberFixture.Settings(persists: true));
        fixture.Node.HoldsDisk = true;
        fixture.Meet();
        return fixture;
    }

    private static void Repeat(MemberFixture fixture)
    {
        fixture.Peer.Say(fixture.Node.EndPoint, MemberFixture.Confirmed, "Hello\0"u8, "77");
        fixture.Lan.Run(0);
    }

    private static void Answer(MemberFixture fixture, bool wasKept, int which = 0)
    {
        var message = fixture.Node.OnDisk[which];
        fixture.Node.OnDisk.RemoveAt(which);
        fixture.Node.Do((machine, now) =>
        {
            if (wasKept)
                machine.Persisted(now, message);
            else
                machine.PersistFailed(now, message);
        });
        fixture.Lan.Run(0);
    }

    [Fact]
    public void A_message_is_on_disk_before_it_is_shown_and_before_it_is_confirmed()
    {
        var fixture = WithDisk();
        Repeat(fixture);
        Assert.Empty(fixture.Peer.Received);
        Assert.Empty(fixture.Texts);
        Answer(fixture, wasKept: true);

        Assert.Equal("77", fixture.Peer.Received.Single().Body);
        Assert.Equal(["Hello"], fixture.Texts);
        Assert.Equal([typeof(MemberSeen), typeof(PersistRequested), typeof(MessageArrived)],
            fixture.Node.Told.Select(each => each.Event.GetType()));
    }

    [Fact]
    public void A_repetition_is_not_confirmed_while_the_disk_is_busy_and_not_put_there_twice()
    {
        var fixture = WithDisk();
        Repeat(fixture);
        Repeat(fixture);
        Assert.Empty(fixture.Peer.Received);
        Assert.Single(fixture.Node.OnDisk);
        Answer(fixture, wasKept: true);
        Repeat(fixture);

        Assert.Equal(2, fixture.Peer.Received.Count);
        Assert.Equal(["Hello"], fixture.Texts);
    }

    [Fact]
    public void What_the_disk_refused_is_not_confirmed_and_the_next_repetition_gets_another_chance()
    {
        var fixture = WithDisk();
        Repeat(fixture);
        Answer(fixture, wasKept: false);
        Assert.Empty(fixture.Peer.Received);
        Assert.Empty(fixture.Texts);
        Assert.Equal(1, fixture.Machine.Counters.LogFailures);
        Repeat(fixture);
        Answer(fixture, wasKept: true);

        Assert.Single(fixture.Peer.Received);
        Assert.Equal(["Hello"], fixture.Texts);
    }

    [Fact]
    public void Messages_wait_in_the_order_of_arrival_whatever_the_disk_finishes_first()
    {
        var fixture = WithDisk();
        fixture.Receive(MemberFixture.Message, "one\0");
        fixture.Receive(MemberFixture.Message, "two\0");
        fixture.Receive(MemberFixture.Message, "three\0");
        Answer(fixture, wasKept: true, which: 2);
        Answer(fixture, wasKept: true, which: 0);
        Answer(fixture, wasKept: true);

        Assert.Equal(["one", "two", "three"], fixture.Texts);
    }

    [Fact]
    public void What_the_disk_finishes_after_a_stop_is_neither_confirmed_nor_said_to_be()
    {
        var fixture = WithDisk();
        Repeat(fixture);
        fixture.Node.Do((machine, now) => machine.Stop(now));
        Answer(fixture, wasKept: true);
        fixture.Lan.RunUntilQuiet();

        Assert.Empty(fixture.Peer.All(Command.ReceiveMessage));
        Assert.DoesNotContain(fixture.Machine.Inbox.Waiting, each => each.IsConfirmed);
    }
}
