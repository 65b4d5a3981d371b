using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Limits;

/// <summary>An inbox that nobody reads has room for members, whatever strangers and forgers send (R119).</summary>
public sealed class InboxFloodTests
{
    private const int Noise = 11_000;

    private readonly EncryptionFixture _fixture = new();
    private long _number;

    [Theory]
    [InlineData(1, Noise)]
    [InlineData(1_000, Noise)]
    [InlineData(1_000, 70_000)]
    [InlineData(60_000, 60_000)]
    [Rule(119)]
    public void R119_members_that_answer_are_confirmed_while_strangers_fill_the_inbox(int addresses, int count)
    {
        var plain = Answering(3, "carol");
        var alice = Pinned();
        var reached = Reached(4, "dave");
        for (int i = 0; i < count; i++)
        {
            Forge(MemberFixture.At(300 + i % addresses), "noise " + i);
            if (i % (count / 4) == 0)
                AssertConfirmed(plain, alice, reached);
        }
        AssertConfirmed(plain, alice, reached);
        // What nobody has read stays.
        int before = _fixture.Machine.Inbox.Count;
        Assert.Contains("noise 0", _fixture.Texts);
        for (int i = 0; i < 100; i++)
            Forge(MemberFixture.At(300), "again " + i);
        Assert.InRange(_fixture.Machine.Inbox.Count, before, before + 100);
        Assert.InRange(_fixture.Machine.Inbox.Count, 1, InboxShares.MaxMessages + 20);
    }

    [Fact]
    [Rule(119)]
    public void R119_signed_messages_of_a_member_are_confirmed_while_forged_ones_fill_the_share_of_its_address()
    {
        var alice = Pinned();
        for (int i = 0; i < Noise; i++)
            Forge(alice.EndPoint, "noise " + i, "alice", "ALICE-PC");
        Assert.Equal(Noise - InboxShares.MaxMessagesPerSender, _fixture.Machine.Counters.TurnedAway);
        AssertConfirmed(alice);
        var plain = Answering(3, "carol");
        AssertConfirmed(plain);
    }

    [Fact]
    [Rule(119)]
    public void R119_only_signatures_of_established_keys_have_the_places_for_signed_messages()
    {
        var alice = _fixture.Alice();
        alice.Speaks(0x72, "65920006\0");
        AssertConfirmed(alice);
        Assert.Equal(SignatureStatus.Valid, _fixture.Machine.Inbox.Waiting.Last().Envelope!.Signature);
        Assert.Equal(InboxPart.Answering, _fixture.Machine.Inbox.Waiting.Last().Part);
        _fixture.Send("hello", alice.EndPoint);
        AssertConfirmed(alice);
        Assert.Equal(InboxPart.Signed, _fixture.Machine.Inbox.Waiting.Last().Part);
    }

    [Fact]
    [Rule(119)]
    public void R119_long_messages_of_strangers_leave_room_for_members()
    {
        var plain = Answering(3, "carol");
        var alice = Pinned();
        string text = new('x', 60_000);
        for (int i = 0; i < 400; i++)
            Forge(MemberFixture.At(300 + i), text + i);
        Assert.InRange(_fixture.Machine.Counters.TurnedAway, 190, 210);
        AssertConfirmed(plain, alice);
    }

    [Fact]
    [Rule(119)]
    public void R119_a_newcomer_without_room_is_asked_and_its_repetition_is_confirmed()
    {
        for (int i = 0; i < InboxShares.MaxMessages; i++)
            Forge(MemberFixture.At(300 + i), "noise");
        // The entries to forged addresses use the rate of all questions (R120) for a while.
        _fixture.Lan.Run(2_000);
        var carol = new ScriptedPeer(_fixture.Lan, MemberFixture.At(3)) { User = "carol" };
        carol.Reacts = each =>
        {
            if (each.Command == Command.Entry)
                carol.Say(_fixture.Node.EndPoint, MemberFixture.AnswerEntry, "carol\0\0");
        };
        carol.Say(_fixture.Node.EndPoint, MemberFixture.Confirmed, "hello\0"u8, "77");
        _fixture.Lan.Run(0);
        Assert.Empty(carol.All(Command.ReceiveMessage));
        carol.Say(_fixture.Node.EndPoint, MemberFixture.Confirmed, "hello\0"u8, "77");
        _fixture.Lan.Run(0);
        Assert.Single(carol.All(Command.ReceiveMessage));
        Assert.Equal("hello", _fixture.Texts[^1]);
    }

    [Fact]
    [Rule(119)]
    public void R119_a_newcomer_that_encrypts_is_asked_for_its_key_and_confirmed_when_it_has_answered()
    {
        for (int i = 0; i < InboxShares.MaxMessages; i++)
            Forge(MemberFixture.At(300 + i), "noise");
        var alice = _fixture.Alice();
        string body = alice.Encrypt("hello\0");
        // It answers before its message is decrypted.
        string number = alice.Sends(body);
        Assert.NotEmpty(alice.Questions);
        Assert.True(alice.IsConfirmed(number));
        Assert.NotNull(_fixture.Known());
        Assert.Equal(InboxPart.Answering, _fixture.Machine.Inbox.Waiting.Last().Part);
    }

    [Fact]
    [Rule(119)]
    public void R119_a_sender_that_leaves_soon_is_not_asked()
    {
        for (int i = 0; i < InboxShares.MaxMessages; i++)
            Forge(MemberFixture.At(300 + i), "noise");
        var carol = new ScriptedPeer(_fixture.Lan, MemberFixture.At(3));
        carol.Say(_fixture.Node.EndPoint, MemberFixture.Confirmed | (uint)MessageFlags.NoAddList, "hello\0");
        _fixture.Lan.Run(0);
        Assert.Empty(carol.Received);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50_000)]
    [Rule(43)]
    public void R43_noise_of_strangers_does_not_let_a_repeated_message_of_a_member_be_shown_twice(int addresses)
    {
        var carol = Answering(3, "carol");
        carol.Say(_fixture.Node.EndPoint, MemberFixture.Confirmed, "once\0"u8, "77");
        for (int i = 0; i < 3 * DuplicateFilter.Capacity; i++)
        {
            Forge(MemberFixture.At(300 + i % addresses), "noise " + i);
            _fixture.Machine.Inbox.Dequeue();
        }
        carol.Forget();
        long before = _fixture.Machine.Counters.Messages;
        carol.Say(_fixture.Node.EndPoint, MemberFixture.Confirmed, "once\0"u8, "77");
        _fixture.Lan.Run(0);
        Assert.Single(carol.All(Command.ReceiveMessage));
        Assert.Equal(before, _fixture.Machine.Counters.Messages);
    }

    private void AssertConfirmed(ScriptedPeer plain, EncryptionPeer alice, ScriptedPeer? reached = null)
    {
        AssertConfirmed(plain);
        AssertConfirmed(alice);
        if (reached is not null)
            AssertConfirmed(reached);
    }

    private void AssertConfirmed(ScriptedPeer peer)
    {
        peer.Forget();
        peer.Say(_fixture.Node.EndPoint, MemberFixture.Confirmed, "normal\0");
        _fixture.Lan.Run(0);
        Assert.Single(peer.All(Command.ReceiveMessage));
    }

    private void AssertConfirmed(EncryptionPeer alice)
    {
        string number = (1_700_000_200 + ++_number).ToString(CultureInfo.InvariantCulture);
        alice.Sends(alice.Encrypt("normal\0", number: uint.Parse(number, CultureInfo.InvariantCulture)), number: number);
        Assert.True(alice.IsConfirmed(number));
    }

    private EncryptionPeer Pinned()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        Assert.NotNull(_fixture.Known());
        return alice;
    }

    // A member without encryption that has confirmed a message.
    private ScriptedPeer Answering(int host, string user)
    {
        var peer = new ScriptedPeer(_fixture.Lan, MemberFixture.At(host)) { User = user };
        peer.Reacts = each =>
        {
            if (each.Command == Command.SendMessage)
                peer.Say(_fixture.Node.EndPoint, 0x21, each.NumberText + "\0");
        };
        peer.Say(_fixture.Node.EndPoint, MemberFixture.Entry, user + "\0\0");
        _fixture.Lan.Run(0);
        _fixture.Send("first", peer.EndPoint);
        Assert.True(_fixture.Machine.MemberAt(peer.EndPoint)!.HasAnswered);
        return peer;
    }

    private ScriptedPeer Reached(int host, string user)
    {
        var peer = new ScriptedPeer(_fixture.Lan, MemberFixture.At(host)) { User = user };
        _fixture.Node.Do((machine, now) => machine.Introduce(now, peer.EndPoint));
        peer.Say(_fixture.Node.EndPoint, MemberFixture.AnswerEntry, user + "\0\0");
        _fixture.Lan.Run(0);
        Assert.True(_fixture.Machine.MemberAt(peer.EndPoint)!.IsReached);
        return peer;
    }

    private void Forge(IPEndPoint from, string text, string user = "noise", string host = "NOISE-PC")
    {
        _fixture.Lan.Forge(from, _fixture.Node.EndPoint,
            Encoding.ASCII.GetBytes($"1:{1_700_000_000 + ++_number}:{user}:{host}:{MemberFixture.Message}:{text}\0"));
        _fixture.Lan.Run(0);
        _fixture.Wire.Clear();
    }
}
