using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>Confirmations with a proof (R107), as the sender of the message treats them.</summary>
public class ConfirmationProofTests
{
    private const uint Confirms = 0x21;
    private const string Announcement = "peer\0\0\nPF:1";

    private readonly MemberFixture _fixture = new();

    [Fact]
    [Rule(107)]
    public void R107_a_message_and_its_confirmation_are_these_bytes()
    {
        byte[] message = Encoding.ASCII.GetBytes("1:1767603600:alice:ALICE-PC:25166112:Hello\0\0\nPN:0123456789abcdef");
        Assert.True(PacketReader.TryRead(message, out var packet));

        Assert.Equal("1767603600\0PF:95172c931e4966e2", MessageProof.ConfirmationOf(packet));
        Assert.Equal(0x95172c931e4966e2, MessageProof.Of([.. message, .. new byte[64]]));
    }

    [Theory]
    [InlineData(1, false, "^Hello\0\0\nPN:[0-9a-f]{16}$")]
    [InlineData(2, false, "^Hello\0\0\nPN:[0-9a-f]{16}$")]
    [InlineData(1, true, "^Hello\0[0-9]+:a:[^\0]*\0\nPN:[0-9a-f]{16}$")]
    [Rule(107)]
    public void R107_the_nonce_follows_text_and_list_and_is_the_same_for_all_recipients(int recipients, bool hasList, string expected)
    {
        var other = _fixture.AnotherPeer(3, "carol");
        _fixture.Receive(MemberFixture.AnswerEntry, Announcement);
        _fixture.ReceiveFrom(other, MemberFixture.AnswerEntry, Announcement);
        var message = new OutgoingMessage("Hello") { Files = hasList ? [Offers.OfferSteps.File("a")] : [] };
        _fixture.Send(message, [.. new[] { _fixture.Peer.EndPoint, other.EndPoint }.Take(recipients)]);

        var received = _fixture.Peer.Received.Concat(other.Received).Select(each => each.Extra).ToArray();
        Assert.Equal(recipients, received.Length);
        Assert.Single(received.Distinct());
        Assert.Matches(expected, received[0]);
    }

    [Fact]
    [Rule(107)]
    public void R107_each_message_has_another_nonce_and_its_repetitions_the_same()
    {
        _fixture.Receive(MemberFixture.AnswerEntry, Announcement);
        _fixture.Send("first");
        _fixture.Lan.RunUntilQuiet();
        _fixture.Send("second");
        _fixture.Lan.RunUntilQuiet();

        var nonces = _fixture.Peer.Received.Select(each => each.Extra.TrimEnd('\0')[^16..]).ToArray();
        Assert.Equal(10, nonces.Length);
        Assert.Equal(2, nonces.Distinct().Count());
    }

    [Fact]
    [Rule(107)]
    public void R107_messages_to_others_and_messages_that_nobody_confirms_have_no_trailer()
    {
        var other = _fixture.AnotherPeer(3, "carol");
        _fixture.Receive(MemberFixture.AnswerEntry, Announcement);
        _fixture.Meet(other);
        _fixture.Send(new OutgoingMessage("Hello"), _fixture.Peer.EndPoint, other.EndPoint, MemberFixture.At(9));
        _fixture.Send(new OutgoingMessage("one-shot") { IsOneShot = true }, _fixture.Peer.EndPoint);
        _fixture.Lan.RunUntilQuiet();

        Assert.All(other.Received, each => Assert.Equal("Hello", each.Extra));
        Assert.Equal("one-shot", _fixture.Peer.Received.Last(each => each.Text == "one-shot").Extra);
    }

    [Fact]
    [Rule(107)]
    public void R107_the_right_number_without_the_proof_changes_nothing_and_counts_as_wrong()
    {
        _fixture.Receive(MemberFixture.AnswerEntry, Announcement);
        var delivery = _fixture.Send("Hello");
        string proof = ProofOf(_fixture.Peer.Received.Last());
        string[] wrong =
        [
            "", "\0", "\0PF:", "\0PF:1", "\0PF:" + Flip(proof), "\0PF:" + proof[..15], "\0PF:" + proof + "0", "\0PN:" + proof, "\0" + proof,
            "\0\0PF:" + proof,
        ];
        foreach (string each in wrong)
            _fixture.Receive(Confirms, delivery.Number + each);
        Assert.Equal(DeliveryStatus.Pending, delivery.Status);
        Assert.Equal(wrong.Length, _fixture.Known().WrongConfirmations);
        Assert.Equal(wrong.Length, _fixture.Machine.Counters.WrongConfirmations);

        _fixture.Receive(Confirms, delivery.Number + "\0PF:" + proof + "\0");
        Assert.Equal((DeliveryStatus.Confirmed, 1), (delivery.Status, delivery.Attempts));
    }

    [Fact]
    [Rule(107)]
    public void R107_a_late_confirmation_needs_the_proof_too()
    {
        _fixture.Receive(MemberFixture.AnswerEntry, Announcement);
        var delivery = _fixture.Send("Hello");
        _fixture.Lan.RunUntilQuiet();
        _fixture.Receive(Confirms, delivery.Number + "\0");
        Assert.Equal(DeliveryStatus.Unconfirmed, delivery.Status);

        // Of the fifth transmission, which has NULs at its end.
        _fixture.Receive(Confirms, delivery.Number + "\0PF:" + ProofOf(_fixture.Peer.All(Command.SendMessage)[4]) + "\0");
        Assert.Equal((DeliveryStatus.Confirmed, 1L), (delivery.Status, _fixture.Machine.Counters.WrongConfirmations));
    }

    [Theory]
    [InlineData(true, "peer", DeliveryStatus.Confirmed)]
    [InlineData(false, "peer", DeliveryStatus.Pending)]
    [InlineData(true, "carol", DeliveryStatus.Pending)]
    [Rule(107)]
    public void R107_the_proof_counts_from_an_unknown_address_under_the_name_of_the_recipient(
        bool hasProof, string name, DeliveryStatus expected)
    {
        var other = _fixture.AnotherPeer(3, name);
        _fixture.Receive(MemberFixture.AnswerEntry, Announcement);
        var delivery = _fixture.Send("Hello");
        string proof = hasProof ? "\0PF:" + ProofOf(_fixture.Peer.Received.Last()) : "";
        _fixture.ReceiveFrom(other, Confirms, delivery.Number + proof + "\0");

        Assert.Equal(expected, delivery.Status);
    }

    [Fact]
    [Rule(107)]
    public void R107_another_client_under_the_same_name_and_address_confirms_without_a_proof()
    {
        _fixture.Receive(MemberFixture.AnswerEntry, Announcement);
        _fixture.Meet();
        var delivery = _fixture.Send("Hello");
        Assert.Equal("Hello", _fixture.Peer.Received.Last().Extra);
        _fixture.Receive(Confirms, delivery.Number + "\0");

        Assert.Equal((DeliveryStatus.Confirmed, 1), (delivery.Status, delivery.Attempts));
    }

    [Fact]
    [Rule(107)]
    public void R107_another_client_whose_entry_got_lost_is_asked_and_confirms_the_next_repetition()
    {
        _fixture.Receive(MemberFixture.AnswerEntry, Announcement);
        _fixture.PeerConfirms();
        var confirms = _fixture.Peer.Reacts!;
        _fixture.Peer.Reacts = packet =>
        {
            confirms(packet);
            if (packet.Command == Command.Entry)
                _fixture.Peer.Say(_fixture.Node.EndPoint, MemberFixture.AnswerEntry, "peer\0\0");
        };
        var delivery = _fixture.Send("Hello");
        _fixture.Lan.RunUntilQuiet();

        Assert.Equal((DeliveryStatus.Confirmed, 2), (delivery.Status, delivery.Attempts));
        Assert.Single(_fixture.Peer.All(Command.SendMessage).Select(each => each.Extra).Distinct());
    }

    [Fact]
    [Rule(107)]
    public void R107_a_host_list_and_a_message_leave_what_the_last_entry_says()
    {
        _fixture.Receive(MemberFixture.AnswerEntry, Announcement);
        _fixture.Receive(MemberFixture.Message, "Hi\0");
        Assert.True(_fixture.Known().ConfirmsWithProof);

        var lister = _fixture.AnotherPeer(4, "lister");
        _fixture.Node.Do((machine, now) => machine.FetchHostList(now, lister.EndPoint));
        _fixture.Lan.Run(0);
        _fixture.ReceiveFrom(lister, (uint)Command.AnswerList,
            "    0\a    2\apeer\aPEER-PC\a16777217\a10.0.0.2\a30985\apeer\a\b\adora\aDORA-PC\a16777217\a10.0.0.7\a30985\adora\a\b\a\0");
        Assert.False(_fixture.Known("dora").ConfirmsWithProof);
        Assert.True(_fixture.Known().ConfirmsWithProof);

        _fixture.Meet(word: MemberFixture.Absence);
        Assert.False(_fixture.Known().ConfirmsWithProof);
    }

    private static string ProofOf(ReceivedPacket message) => MessageProof.Of(message.Bytes).ToString("x16", CultureInfo.InvariantCulture);

    private static string Flip(string proof) => (proof[0] == '0' ? '1' : '0') + proof[1..];
}
