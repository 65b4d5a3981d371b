using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Garbage, damaged copies of messages and repetitions of old ones: what they cost, what they tell, and whom they hurt.</summary>
public sealed class UndecryptableMessageTests
{
    private readonly EncryptionFixture _fixture = new();

    private int Decryptions => _fixture.Node.Told.Count(each => each.Event is DecryptionRequested);

    [Fact]
    [Rule(70)]
    public void R70_an_address_hears_of_eight_failures_a_minute()
    {
        var alice = _fixture.Alice();
        var carol = new EncryptionPeer(_fixture, 3, "carol", new OwnKeys(EncryptionFixture.Stranger, null)).Enters();
        for (int i = 0; i < 100; i++)
            alice.Sends("garbage " + i);
        Assert.Equal(8, alice.Messages.Count);
        carol.Sends("garbage");
        Assert.Single(carol.Messages);
        _fixture.Lan.Run(60_000);
        alice.Sends("garbage once more");
        Assert.Equal(9, alice.Messages.Count);
    }

    [Theory]
    [InlineData(0x41900004u)]
    [InlineData(0x01820002u)]
    [Rule(70)]
    public void R70_garbage_in_the_name_of_a_member_does_not_silence_him(uint suite)
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        for (int i = 0; i < 100; i++)
        {
            _fixture.Lan.Forge(alice.EndPoint, _fixture.Node.EndPoint,
                Encoding.ASCII.GetBytes(
                    $"1:{i}:x:X-PC:{EncryptionPeer.Encrypted}:41900004:{Base64(256, i)}:{Base64(32, i)}:{Base64(256, i)}\0"));
            _fixture.Lan.Run(100);
            if (i % 10 == 9)
                Assert.True(alice.IsConfirmed(alice.Writes("word " + i, suite)));
        }
        Assert.Equal(Enumerable.Range(0, 10).Select(i => "word " + (i * 10 + 9)), _fixture.Texts);
    }

    [Fact]
    [Rule(70)]
    public void R70_an_address_that_sends_much_garbage_costs_so_much_and_no_more()
    {
        var alice = _fixture.Alice();
        Flood(alice, 8);
        int before = Decryptions;
        Flood(alice, 1_000);
        Assert.Equal(128, Decryptions - before);
        // Of others as much as they like is opened.
        var carol = new EncryptionPeer(_fixture, 3, "carol", new OwnKeys(EncryptionFixture.Stranger, null)).Enters();
        Assert.True(carol.IsConfirmed(carol.Writes("heard")));
        // A second later it has another chance, too.
        _fixture.Lan.Run(1_000);
        Assert.True(alice.IsConfirmed(alice.Writes("heard, too")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(70)]
    public void R70_damaged_copies_of_a_message_tell_no_more_than_eight_from_wherever_and_whenever_they_come(bool isAtOnce)
    {
        var alice = _fixture.Alice();
        string[] fields = alice.Encrypt("hello, this is more than one block\0").Split(':');
        byte[] ciphertext = Convert.FromBase64String(fields[2]);
        for (int i = 0; i < 64; i++)
        {
            ciphertext[^17]++;
            byte[] copy = Encoding.ASCII.GetBytes(
                $"1:77:alice:ALICE-PC:{EncryptionPeer.Encrypted}:1900004:{fields[1]}:{Convert.ToBase64String(ciphertext)}\0");
            _fixture.Lan.Forge(new IPEndPoint(MemberFixture.At(20 + i).Address, 2425), _fixture.Node.EndPoint, copy);
            _fixture.Lan.Run(isAtOnce ? 0 : 100_000);
        }
        _fixture.Lan.Run(1_000);
        int told = _fixture.Wire.Count(
            each => Encoding.Latin1.GetString(each) is var text
                && (text.Contains("DecryptErr", StringComparison.Ordinal) || text.Contains(":33:77", StringComparison.Ordinal)));
        Assert.Equal(8, told);
    }

    [Fact]
    [Rule(70)]
    public void R70_guesses_do_not_block_the_message_itself()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        string body = alice.Encrypt("hello, this is more than one block\0");
        string[] fields = body.Split(':');
        byte[] ciphertext = Convert.FromBase64String(fields[2]);
        for (int i = 0; i < 20; i++)
        {
            ciphertext[^17]++;
            alice.Sends($"{fields[0]}:{fields[1]}:{Convert.ToBase64String(ciphertext)}:{fields[3]}", number: "99");
        }
        string number = alice.Sends(alice.Encrypt("hello\0"));
        Assert.True(alice.IsConfirmed(number));
        Assert.Equal(SignatureStatus.Valid, _fixture.Machine.Inbox.Waiting.Last().Envelope!.Signature);
    }

    [Fact]
    [Rule(70)]
    public void R70_every_failure_is_answered_equally_long_after_it_came()
    {
        var alice = _fixture.Alice();
        string[] good = alice.Encrypt("hello\0").Split(':');
        string[] bodies = ["garbage", $"{good[0]}:{Base64(256, 1)}:{good[2]}:{good[3]}", $"{good[0]}:{good[1]}:{Base64(16, 1)}:{good[3]}",
            $"{good[0]}:{good[1]}:{good[2]}"];
        foreach (string body in bodies)
        {
            long at = _fixture.Lan.Now;
            alice.Sends(body);
            Assert.Equal(50, alice.Messages[^1].At - at);
        }
        Assert.Equal(bodies.Length, alice.Messages.Count);
    }

    [Fact]
    [Rule(43)]
    public void R43_a_message_of_an_unknown_signer_is_not_shown_again_when_the_key_is_known()
    {
        var alice = _fixture.Alice();
        alice.GivesKey = false;
        string body = alice.Encrypt("pay him 100\0"), number = alice.Sends(body);
        Assert.Equal(SignatureStatus.UnknownKey, _fixture.Machine.Inbox.Waiting.Single().Envelope!.Signature);
        alice.GivesKey = true;
        _fixture.Send("hello", alice.EndPoint);
        Assert.NotNull(_fixture.Known());
        _fixture.Lan.Run(3_600_000);
        alice.Sends(body, number: number);
        new EncryptionPeer(_fixture, 9, "alice", TestKeys.OfAlice).Sends(body, number: number);
        Assert.Equal(["pay him 100"], _fixture.Texts);
    }

    [Fact]
    [Rule(43)]
    public void R43_a_replayed_message_is_confirmed_once_the_message_itself_is_on_disk_and_not_before()
    {
        var fixture = new EncryptionFixture(persists: true);
        fixture.Node.HoldsDisk = true;
        var alice = fixture.Alice();
        fixture.Send("first", alice.EndPoint);
        var other = new EncryptionPeer(fixture, 9, "alice", TestKeys.OfAlice);
        string body = alice.Encrypt("hello\0"), number = alice.Sends(body);
        other.Sends(body, number: number);
        var message = Assert.Single(fixture.Node.OnDisk);
        Assert.Empty(other.Wire.All(Command.ReceiveMessage));
        // What the disk would not have is new when it comes again.
        fixture.Node.Do((machine, now) => machine.PersistFailed(now, message));
        other.Sends(body, number: number);
        Assert.Equal(2, fixture.Node.OnDisk.Count);
        fixture.Node.Do((machine, now) => machine.Persisted(now, fixture.Node.OnDisk[1]));
        fixture.Lan.Run(100);
        alice.Sends(body, number: number);
        Assert.True(alice.IsConfirmed(number));
        Assert.Equal(["hello"], fixture.Texts);
    }

    [Fact]
    [Rule(70)]
    public void R70_what_the_disk_would_not_have_is_no_guess()
    {
        var fixture = new EncryptionFixture(persists: true);
        fixture.Node.HoldsDisk = true;
        var old = new EncryptionPeer(fixture, 3, "old", new OwnKeys(null, TestKeys.OlderBob)).Enters();
        string body = old.Encrypt("hello\0", EncryptionPeer.Older, number: 77), number = "77";
        for (int i = 0; i < 20; i++)
        {
            old.Sends(body, number: number);
            fixture.Node.Do((machine, now) => machine.PersistFailed(now, fixture.Node.OnDisk[i]));
        }
        old.Sends(body, number: number);
        fixture.Node.Do((machine, now) => machine.Persisted(now, fixture.Node.OnDisk[20]));
        fixture.Lan.Run(100);
        Assert.True(old.IsConfirmed(number));
    }

    [Fact]
    [Rule(70)]
    public void R70_where_there_is_no_room_nothing_is_said_of_failures_either()
    {
        var alice = _fixture.Alice();
        var machine = _fixture.Machine;
        var arrivals = new[] { alice.Encrypt("hello\0", 0x1900004, number: 1),
            $"1900004:{Base64(256, 1)}:{Base64(32, 1)}" }.Select((body, i) => PrepareArrival(alice, i + 1, body)).ToArray();
        for (int i = 0; i < InboxShares.MaxMessages; i++)
        {
            int last = i - InboxShares.MaxMessages / 4 * 3;
            var sender = MemberFixture.At(9 + (last < 0 ? i / InboxShares.MaxMessagesPerSender : 3 + last / InboxShares.MaxFewMessages));
            machine.Receive(_fixture.Lan.Moment, Encoding.ASCII.GetBytes($"1:{i}:x:X-PC:32:hello"), sender);
        }
        Drain(machine);
        foreach (var each in arrivals)
            machine.CompleteDecryption(_fixture.Lan.Moment, each, each.Decrypt(_fixture.Keys, allowsWeak: false));
        machine.Advance(_fixture.Lan.Moment with { Elapsed = _fixture.Lan.Moment.Elapsed + TimeSpan.FromSeconds(1) });
        Assert.False(machine.Outputs.TryDequeueTransmit(out _));
    }

    private EncryptedArrival PrepareArrival(EncryptionPeer from, int number, string body)
    {
        _fixture.Machine.Receive(_fixture.Lan.Moment,
            Encoding.ASCII.GetBytes($"1:{number}:{from.User}:ALICE-PC:{EncryptionPeer.Encrypted}:{body}\0"), from.EndPoint);
        return Drain(_fixture.Machine).OfType<DecryptionRequested>().Last().Arrival;
    }

    private static List<MemberEvent> Drain(MemberMachine machine)
    {
        var events = new List<MemberEvent>();
        while (machine.Outputs.TryDequeueTransmit(out _))
        {
        }
        while (machine.Outputs.TryDequeueEvent(out var raised))
            events.Add(raised);
        return events;
    }

    // At one moment, so many messages that are whole to look at.
    private void Flood(EncryptionPeer from, int count)
    {
        for (int i = 0; i < count; i++)
            from.Wire.Say(_fixture.Node.EndPoint, EncryptionPeer.Encrypted,
                $"41900004:{Base64(256, i)}:{Base64(32, i)}:{Base64(256, i)}\0");
        _fixture.Lan.Run(100);
    }

    private static string Base64(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        bytes[0] = 0;
        return Convert.ToBase64String(bytes);
    }
}
