using System.Net;
using System.Text;
using IpMsg.Fuzzing;
using IpMsg.Fuzzing.Targets.Members;
using IpMsg.Protocol.Members;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Fuzzing;

/// <summary>The checks of the member target find what they are made for. The members themselves give no example.</summary>
public class StageCheckTests
{
    private static readonly IPEndPoint s_peer = Peer.All[0].EndPoint;
    private static readonly byte[] s_confirmation = Encoding.ASCII.GetBytes("1:5:self:SELF-PC:33:100\0");

    private readonly MemberMachine _machine =
        new(StageSettings.Of(0), new RisingNumbers(), new SeededRandom(1)) { AcceptsMessages = true };

    private readonly ManualClock _clock = new();

    [Fact]
    [Rule(117)]
    public void R117_an_answer_that_is_too_long_is_found()
    {
        var check = new AnswerSizeCheck(new SentNumbers());
        Send(check, Received("1:1:u:h:64:"), s_confirmation);
        var failure = Assert.Throws<BrokenInvariantException>(() => Send(check, Received("1:1"), s_confirmation));
        Assert.Contains("too long", failure.Message);
    }

    [Fact]
    [Rule(39)]
    public void R39_a_confirmation_of_nothing_is_found()
    {
        var failure = Assert.Throws<BrokenInvariantException>(() => Send(new OnceCheck(), Received("1:1:u:h:64:"), s_confirmation));
        Assert.Contains("confirmed", failure.Message);
    }

    [Fact]
    [Rule(43)]
    public void R43_a_message_that_is_shown_twice_is_found()
    {
        var check = new OnceCheck();
        var call = Received("1:100:u:h:288:Hello\0");
        _machine.Receive(_clock.Now, call.Datagram, s_peer);
        while (_machine.Outputs.TryDequeueTransmit(out _) || _machine.Outputs.TryDequeueEvent(out var raised) && Add(call, raised))
        {
        }
        Assert.Contains(call.Events, each => each is MessageArrived);
        check.After(call, _machine);
        var failure = Assert.Throws<BrokenInvariantException>(() => check.After(call, _machine));
        Assert.Contains("twice", failure.Message);
    }

    [Fact]
    [Rule(26)]
    public void R26_a_member_without_an_event_is_found()
    {
        _machine.Receive(_clock.Now, "1:1:u:h:1:nick\0"u8, s_peer);
        Assert.Equal(1, _machine.MemberCount);
        Assert.Throws<BrokenInvariantException>(() => new RosterCheck().After(Received("1:1:u:h:1:nick\0"), _machine));
    }

    [Fact]
    public void The_census_counts_members_and_messages()
    {
        int before = ObjectCensus.Of(_machine);
        _machine.Receive(_clock.Now, "1:1:u:h:1:nick\0"u8, s_peer);
        int withMember = ObjectCensus.Of(_machine);
        _machine.Receive(_clock.Now, "1:100:u:h:288:Hello\0"u8, s_peer);
        Assert.True(before < withMember && withMember < ObjectCensus.Of(_machine));
    }

    private static bool Add(StageCall call, MemberEvent raised)
    {
        call.Events.Add(raised);
        return true;
    }

    private StageCall Received(string datagram) =>
        new(StageCallKind.Receive, _clock.Now, s_peer, EscapedText.Bytes(datagram.Replace("\0", @"\0")));

    private void Send(IStageCheck check, StageCall call, byte[] datagram)
    {
        call.Sent.Add((s_peer, datagram));
        check.After(call, _machine);
    }
}
