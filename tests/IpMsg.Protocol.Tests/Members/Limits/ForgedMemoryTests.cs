using System;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Limits;

/// <summary>Bounded memories that forged addresses and messages cannot empty.</summary>
public sealed class ForgedMemoryTests
{
    private const int SpanMs = 60_000, Max = 8;

    private readonly RateLimiter _limiter = new(Max, SpanMs);

    [Fact]
    public void Forged_addresses_do_not_reset_the_limit_of_another_address()
    {
        CountAll(Address(0), Max, 0);
        for (int i = 1; i < 3 * RateLimiter.Capacity; i++)
            _limiter.Count(Address(i), At(i / 100));
        Assert.True(_limiter.IsExceeded(Address(0), At(1_000)));
        Assert.False(_limiter.IsExceeded(Address(0), At(SpanMs)));
    }

    [Fact]
    public void Addresses_beyond_the_capacity_are_limited_together()
    {
        for (int i = 0; i < RateLimiter.Capacity; i++)
            Assert.True(_limiter.TryCount(Address(i), At(0)));
        int allowed = Enumerable.Range(RateLimiter.Capacity, 1_000).Count(each => _limiter.TryCount(Address(each), At(1)));
        Assert.Equal(Max, allowed);
        // One that is counted alone is not affected.
        Assert.True(_limiter.TryCount(Address(5), At(2)));
    }

    [Fact]
    public void Addresses_whose_time_is_over_make_room()
    {
        for (int i = 0; i < RateLimiter.Capacity + 100; i++)
            _limiter.Count(Address(i), At(0));
        for (int i = 0; i < 100; i++)
            CountAll(Address(100_000 + i), Max, SpanMs);
        Assert.False(_limiter.IsExceeded(Address(200_000), At(SpanMs)));
    }

    [Fact]
    [Rule(70)]
    public void R70_noise_does_not_reset_the_number_of_copies_of_a_message()
    {
        var limiter = new OracleLimiter(new SeededRandom(1));
        var attacked = Message(-1);
        for (int i = 0; i < OracleLimiter.MaxPerMessage; i++)
            Assert.True(limiter.TryCount(attacked));
        for (int i = 0; i < 2 * OracleLimiter.Capacity; i++)
            Assert.True(limiter.TryCount(Message(i)));
        Assert.False(limiter.TryCount(attacked));
        limiter.Uncount(attacked);
        Assert.True(limiter.TryCount(attacked));
        Assert.False(limiter.TryCount(attacked));
    }

    [Fact]
    [Rule(47)]
    public void R47_forged_senders_do_not_use_up_the_replies_for_members_that_answer()
    {
        var fixture = new MemberFixture();
        fixture.Reach();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", "Back")));
        fixture.Lan.Run(0);
        for (int i = 0; i < AutoReply.MaxUnproved + 100; i++)
        {
            fixture.Lan.Forge(MemberFixture.At(300 + i), fixture.Node.EndPoint,
                Encoding.ASCII.GetBytes($"1:{i}:noise:NOISE-PC:524320:a text that is long enough for a reply\0"));
            fixture.Lan.Run(0);
            fixture.Machine.Inbox.Dequeue();
        }
        var stranger = fixture.AnotherPeer(3, "stranger");
        fixture.ReceiveFrom(stranger, MemberFixture.Message, "a text that is long enough for a reply\0");
        Assert.Empty(stranger.All(Command.SendMessage));
        fixture.Peer.Forget();
        fixture.Receive(MemberFixture.Message, "hello\0");
        Assert.Equal("Back", fixture.Peer.All(Command.SendMessage).Single().Body);
    }

    private void CountAll(IPAddress address, int count, long ms)
    {
        for (int i = 0; i < count; i++)
            _limiter.Count(address, At(ms));
    }

    private static Moment At(long ms) => new(TimeSpan.FromMilliseconds(ms), DateTimeOffset.UnixEpoch);

    private static IPAddress Address(int number) => new([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private static Envelope Message(int number) => new(default!, BitConverter.GetBytes(number), [], null);
}
