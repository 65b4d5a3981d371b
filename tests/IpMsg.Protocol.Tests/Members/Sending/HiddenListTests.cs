using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Tests.Members.Offers;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>Attachment lists and recipient lists inside envelopes.</summary>
public sealed class HiddenListTests
{
    private const EntryFlags Lists = EncryptionPeer.Encrypting | EntryFlags.CanEncryptLists;
    private const uint WithList = EncryptionPeer.Encrypted | 0x200000, Hidden = 0x4000000;

    private readonly EncryptionFixture _fixture = new();

    [Fact]
    [Rule(67)]
    public void R67_the_attachment_list_goes_inside_and_nothing_follows_outside()
    {
        var alice = _fixture.Alice(Lists);
        var delivery = _fixture.Send(OfferSteps.Message(OfferSteps.File("salaries.txt")), [alice.EndPoint]).Single();
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        var received = alice.Messages.Single();
        Assert.Equal(0x4600120u | 0x1800000, received.CommandWord);
        var content = EnvelopeContent.Read(alice.Decrypt(received)!.Plaintext, hasLists: true);
        Assert.Equal("look", Encoding.UTF8.GetString(content.Text));
        Assert.Contains(":salaries.txt:5:", Encoding.UTF8.GetString(content.Attachments), StringComparison.Ordinal);
        Assert.True(content.Recipients.IsEmpty);
        Assert.Equal(received.Body, received.Extra.TrimEnd('\0'));
        Assert.Equal('\0', (char)alice.Decrypt(received)!.Plaintext[^1]);
        _fixture.NeverSaid("salaries.txt");
    }

    [Fact]
    [Rule(67)]
    public void R67_who_does_not_read_hidden_lists_gets_them_outside()
    {
        // Without NOENC_FILEBODY, which came later than hidden lists.
        var alice = _fixture.Alice(hasFingerprint: false);
        alice.Says = 0x61900004;
        _fixture.Send(OfferSteps.Message(OfferSteps.File("salaries.txt")), [alice.EndPoint]);
        var received = alice.Messages.Single();
        Assert.Equal(0x600120u | 0x1800000, received.CommandWord);
        Assert.Equal("look\0", alice.Read(received));
        Assert.Contains(":salaries.txt:5:", OfferSteps.ListOf(received), StringComparison.Ordinal);
    }

    [Fact]
    [Rule(67)]
    public void R67_several_recipients_are_listed_inside_the_one_who_gets_the_copy_first()
    {
        var alice = _fixture.Alice(Lists);
        var carol = new EncryptionPeer(_fixture, 3, "carol", new OwnKeys(EncryptionFixture.Stranger, null)).Enters(Lists);
        var old = new EncryptionPeer(_fixture, 4, "old", new OwnKeys(null, TestKeys.OlderBob)).Enters();
        var plain = new EncryptionPeer(_fixture, 5, "plain", TestKeys.OfAlice, hasFingerprint: false).Enters(EntryFlags.CanUtf8);
        var deliveries = _fixture.Send(new OutgoingMessage("for all"), [alice.EndPoint, carol.EndPoint, old.EndPoint, plain.EndPoint]);
        Assert.All(deliveries, each => Assert.Equal(DeliveryStatus.Confirmed, each.Status));
        string others = "old:OLD-PC\aplain:PLAIN-PC\a\0";
        Assert.Equal($"for all\0\0TO:{alice.User}:ALICE-PC\a{carol.User}:CAROL-PC\a{others}", alice.Read(alice.Messages.Single()));
        Assert.Equal($"for all\0\0TO:{carol.User}:CAROL-PC\a{alice.User}:ALICE-PC\a{others}", carol.Read(carol.Messages.Single()));
        Assert.Equal("for all\0", old.Read(old.Messages.Single()));
        Assert.Equal("for all", plain.Messages.Single().Text);
        Assert.All(new[] { alice, carol, old, plain }, each => Assert.NotEqual(0u, each.Messages.Single().Flags & 0x800));
        Assert.Equal([Hidden, Hidden, 0u, 0u], new[] { alice, carol, old, plain }.Select(each => each.Messages.Single().Flags & Hidden));
        // One number, and an envelope for each.
        Assert.Single(deliveries.Select(each => each.Number).Distinct());
    }

    [Fact]
    [Rule(67)]
    public void R67_both_lists_go_inside_together()
    {
        var alice = _fixture.Alice(Lists);
        var carol = new EncryptionPeer(_fixture, 3, "carol", new OwnKeys(EncryptionFixture.Stranger, null)).Enters(Lists);
        _fixture.Send(OfferSteps.Message(OfferSteps.File("a.txt")), [alice.EndPoint, carol.EndPoint]);
        string[] parts = carol.Read(carol.Messages.Single()).Split('\0');
        Assert.Equal(4, parts.Length);
        Assert.Equal(("look", ""), (parts[0], parts[3]));
        Assert.Contains(":a.txt:5:", parts[1], StringComparison.Ordinal);
        Assert.StartsWith("TO:" + carol.User, parts[2], StringComparison.Ordinal);
    }

    [Fact]
    [Rule(67)]
    public void R67_more_than_thirty_recipients_are_not_listed()
    {
        var peers = Enumerable.Range(2, 31)
            .Select(i => new EncryptionPeer(_fixture, i, "p" + i, TestKeys.OfAlice, hasFingerprint: false).Enters(Lists)).ToArray();
        _fixture.Send(new OutgoingMessage("for all"), [.. peers.Select(each => each.EndPoint)]);
        Assert.All(peers, each => Assert.Equal("for all\0", each.Read(each.Messages.Single())));
        _fixture.Send(new OutgoingMessage("for most"), [.. peers.Skip(1).Select(each => each.EndPoint)]);
        Assert.Equal(30, peers[1].Read(peers[1].Messages[^1]).Count(each => each == '\a'));
    }

    [Fact]
    [Rule(67)]
    public void R67_hidden_lists_of_others_are_read_and_replace_what_is_outside()
    {
        var alice = _fixture.Alice();
        alice.Sends(alice.Encrypt("look\00:good.txt:5:0:1:\a\0TO:x:X-PC\ay:Y-PC\0") + "\00:bad.txt:5:0:1:\a", WithList | Hidden);
        var message = _fixture.Machine.Inbox.Waiting.Single();
        Assert.Equal(("look", "good.txt"), (message.Text, message.Attachments.Single().Name));
        Assert.Equal([new RecipientName("x", "X-PC"), new RecipientName("y", "Y-PC")], message.Recipients);
    }

    [Fact]
    [Rule(67)]
    public void R67_the_list_outside_counts_where_there_is_none_inside()
    {
        var alice = _fixture.Alice();
        foreach (string inside in new[] { "look", "look\0", "look\0\0\0\0" })
            alice.Sends(alice.Encrypt(inside) + "\00:outside.txt:5:0:1:\a", WithList);
        Assert.Equal(3, _fixture.Machine.Inbox.Waiting.Count());
        Assert.All(_fixture.Machine.Inbox.Waiting,
            each => Assert.Equal(("look", "outside.txt"), (each.Text, each.Attachments.Single().Name)));
    }

    [Fact]
    [Rule(67)]
    public void R67_a_signed_list_is_not_replaced_by_taking_its_flag_away()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        alice.Sends(alice.Encrypt("look\00:good.txt:5:0:1:\a\0") + "\00:bad.txt:5:0:1:\a", WithList);
        Assert.Equal("good.txt", _fixture.Machine.Inbox.Waiting.Single().Attachments.Single().Name);
    }

    [Fact]
    [Rule(67)]
    public void R67_what_a_member_announces_while_its_message_is_sealed_does_not_bring_the_list_outside()
    {
        var alice = _fixture.Alice(Lists);
        _fixture.Send("first", alice.EndPoint);
        alice.Wire.Forget();
        bool wasSealed = false;
        _fixture.Node.OnEvent = raised => wasSealed |= raised is EncryptionRequested;
        var encodedMessage =
            _fixture.Node.Do((machine, now) => machine.Compose(now, OfferSteps.Message(OfferSteps.File("salaries.txt")), [alice.EndPoint]));
        _fixture.Node.Do((machine, now) => machine.Dispatch(now, encodedMessage.Deliveries));
        Assert.True(wasSealed);
        var job = _fixture.Node.Told.Select(each => each.Event).OfType<EncryptionRequested>().Last().Job;
        _fixture.Machine.Receive(_fixture.Lan.Moment,
            Encoding.UTF8.GetBytes($"1:77:{alice.User}:ALICE-PC:{(uint)EncryptionPeer.Encrypting | 3}:peer\0\0"), alice.EndPoint);
        _fixture.Node.Do((machine, now) => machine.CompleteEncryption(now, job, job.Encrypt(_fixture.Keys, new byte[32])));
        _fixture.Lan.Run(20_000);
        Assert.Contains("salaries.txt", alice.Read(alice.Messages.Single()), StringComparison.Ordinal);
        _fixture.NeverSaid("salaries.txt");
    }
}
