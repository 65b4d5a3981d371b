using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Messages that cannot be decrypted, forged with the address of a member, do not silence that member (R110).</summary>
public sealed class FloodedMemberTests
{
    private const int Seconds = 8;

    private readonly EncryptionFixture _fixture = new();
    private readonly Random _random = new(1);
    private long _forged;

    private int Decryptions => _fixture.Node.Told.Count(each => each.Event is DecryptionRequested);

    [Theory]
    [InlineData(600)]
    [InlineData(760)]
    [Rule(110)]
    public void R110_each_message_of_a_pinned_member_arrives_at_once_beside_that_many_forged_ones_a_second(int perSecond)
    {
        var alice = Pinned();
        var times = Talk(alice, perSecond, isSigned: true);
        Assert.Equal(4 * Seconds, times.Count);
        Assert.All(times, each => Assert.InRange(each!.Value, 0, 10));
    }

    [Fact]
    [Rule(110)]
    public void R110_keys_that_strangers_give_do_not_use_the_share_of_members()
    {
        var alice = Pinned();
        EncryptionPeer[] strangers = [.. Enumerable.Range(3, 2).Select(i =>
            new EncryptionPeer(_fixture, i, "stranger" + i, TestKeys.OfAlice, hasFingerprint: false).Enters())];
        foreach (var each in strangers)
        {
            each.Speaks(0x72, "65920006\0");
            each.Writes("a signed message");
            Assert.NotNull(_fixture.Known(each.User, each.Wire.Host));
        }
        int flooded = 0;
        var times = Talk(alice, 600, isSigned: true, () => Forge(strangers[flooded++ % 2].EndPoint, Garbage()));
        Assert.Equal(4 * Seconds, times.Count);
        Assert.All(times, each => Assert.InRange(each!.Value, 0, 10));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(110)]
    public void R110_beside_ten_times_as_many_forged_ones_a_repetition_arrives(bool isSigned)
    {
        var alice = Pinned();
        var times = Talk(alice, 8_000, isSigned);
        Assert.DoesNotContain(null, times);
        // The second transmission is the first repetition, a second after the first.
        Assert.All(times, each => Assert.InRange(each!.Value, 0, 1_010));
    }

    [Fact]
    [Rule(110)]
    public void R110_a_repetition_arrives_also_from_a_member_without_a_pinned_key()
    {
        var alice = _fixture.Alice();
        alice.GivesKey = false;
        var times = Talk(alice, 2_000, isSigned: false);
        Assert.All(times, each => Assert.InRange(each!.Value, 0, 2_010));
    }

    [Fact]
    [Rule(110)]
    public void R110_messages_without_a_signature_of_the_pinned_key_count_as_forged_ones()
    {
        var alice = Pinned();
        for (int i = 0; i < 9; i++)
            alice.Sends(alice.Encrypt("hello " + i + "\0", signer: EncryptionFixture.Stranger));
        int before = Decryptions;
        for (int i = 0; i < 3_000; i++)
            alice.Wire.Say(_fixture.Node.EndPoint, EncryptionPeer.Encrypted, Garbage());
        Assert.InRange(Count(), 500, 520);
        int Count()
        {
            _fixture.Lan.Run(1);
            return Decryptions - before;
        }
    }

    [Theory]
    [InlineData(1, 196)]
    [InlineData(200, 388)]
    [InlineData(4_000, 388)]
    [Rule(110)]
    public void R110_the_decryptions_of_forged_messages_are_limited_from_however_many_addresses_they_come(int addresses, int most)
    {
        for (int second = 0; second < 3; second++)
        {
            int before = Decryptions;
            for (int i = 0; i < 8_000; i++)
            {
                Forge(MemberFixture.At(300 + i % addresses), Garbage());
                if (i % 8 == 7)
                    _fixture.Lan.Run(1);
            }
            int now = Decryptions - before;
            if (second > 0)
                Assert.InRange(now, 100, most);
        }
    }

    private EncryptionPeer Pinned()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        Assert.NotNull(_fixture.Known());
        return alice;
    }

    // Four messages a second, each sent up to five times a second apart until it is confirmed; the times until then in milliseconds.
    private List<long?> Talk(EncryptionPeer alice, int perSecond, bool isSigned, Action? onMillisecond = null)
    {
        var open = new List<(string Number, string Body, long At)>();
        var done = new List<long?>();
        long start = _fixture.Lan.Now;
        int flooded = 0;
        for (int ms = 0; ms < (Seconds + 5) * 1_000; ms++)
        {
            for (; flooded < (long)ms * perSecond / 1_000; flooded++)
                Forge(alice.EndPoint, Garbage());
            onMillisecond?.Invoke();
            // Not in step with the flood.
            if (ms < Seconds * 1_000 && ms % 250 == 249)
            {
                uint number = (uint)(1_700_000_000 + ms);
                string body = alice.Encrypt("word " + ms + "\0", isSigned ? 0x41900004 : EncryptionPeer.Older, number: number);
                open.Add((number.ToString(CultureInfo.InvariantCulture), body, ms));
            }
            foreach (var each in open.Where(each => (ms - each.At) % 1_000 == 0))
                alice.Wire.Say(_fixture.Node.EndPoint, EncryptionPeer.Encrypted, Encoding.ASCII.GetBytes(each.Body + "\0"), each.Number);
            _fixture.Lan.Run(1);
            foreach (var each in open.Where(each => alice.IsConfirmed(each.Number)).ToList())
            {
                done.Add(ms - each.At);
                open.Remove(each);
            }
            alice.Wire.Received.RemoveAll(each => each.Command == Command.SendMessage);
        }
        done.AddRange(open.Select(_ => (long?)null));
        return done;
    }

    private void Forge(IPEndPoint from, byte[] body) =>
        _fixture.Lan.Forge(from, _fixture.Node.EndPoint,
            [.. Encoding.ASCII.GetBytes($"1:{++_forged}:alice:ALICE-PC:{EncryptionPeer.Encrypted}:"), .. body]);

    private byte[] Garbage() => Encoding.ASCII.GetBytes($"41900004:{Base64(256)}:{Base64(32)}:{Base64(256)}\0");

    private string Base64(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        bytes[0] = 0;
        return Convert.ToBase64String(bytes);
    }
}
