using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Tests.Protection;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

/// <summary>Attachment lists and recipient lists inside envelopes.</summary>
public sealed class HiddenListTests
{
    private const EntryFlags Lists = KeyedPeer.Encrypting | EntryFlags.CanEncryptLists;
    private const uint WithList = KeyedPeer.Encrypted | 0x200000, Hidden = 0x4000000;

    private readonly KeyedScene _scene = new();

    [Fact]
    public void R67_the_attachment_list_goes_inside_and_nothing_follows_outside()
    {
        var alice = _scene.Alice(Lists);
        var delivery = _scene.Send(OfferScene.Message(OfferScene.File("salaries.txt")), [alice.EndPoint]).Single();
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        var heard = alice.Messages.Single();
        Assert.Equal(0x4600120u | 0x1800000, heard.CommandWord);
        var content = EnvelopeContent.Read(alice.Open(heard)!.Plaintext, hasLists: true);
        Assert.Equal("look", Encoding.UTF8.GetString(content.Text));
        Assert.Contains(":salaries.txt:5:", Encoding.UTF8.GetString(content.Attachments), StringComparison.Ordinal);
        Assert.True(content.Recipients.IsEmpty);
        Assert.Equal(heard.Body, heard.Extra.TrimEnd('\0'));
        Assert.Equal('\0', (char)alice.Open(heard)!.Plaintext[^1]);
        _scene.NeverSaid("salaries.txt");
    }

    [Fact]
    public void R67_who_does_not_read_hidden_lists_gets_them_outside()
    {
        // Without NOENC_FILEBODY, which came later than hidden lists.
        var alice = _scene.Alice(hasFingerprint: false);
        alice.Says = 0x61900004;
        _scene.Send(OfferScene.Message(OfferScene.File("salaries.txt")), [alice.EndPoint]);
        var heard = alice.Messages.Single();
        Assert.Equal(0x600120u | 0x1800000, heard.CommandWord);
        Assert.Equal("look\0", alice.Read(heard));
        Assert.Contains(":salaries.txt:5:", OfferScene.ListOf(heard), StringComparison.Ordinal);
    }

    [Fact]
    public void R67_several_recipients_are_listed_inside_the_one_who_gets_the_copy_first()
    {
        var alice = _scene.Alice(Lists);
        var carol = new KeyedPeer(_scene, 3, "carol", new OwnKeys(KeyedScene.Stranger, null)).Enters(Lists);
        var old = new KeyedPeer(_scene, 4, "old", new OwnKeys(null, TestKeys.OlderBob)).Enters();
        var plain = new KeyedPeer(_scene, 5, "plain", TestKeys.OfAlice, hasFingerprint: false).Enters(EntryFlags.CanUtf8);
        var deliveries = _scene.Send(new OutgoingMessage("for all"), [alice.EndPoint, carol.EndPoint, old.EndPoint, plain.EndPoint]);
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
    public void R67_both_lists_go_inside_together()
    {
        var alice = _scene.Alice(Lists);
        var carol = new KeyedPeer(_scene, 3, "carol", new OwnKeys(KeyedScene.Stranger, null)).Enters(Lists);
        _scene.Send(OfferScene.Message(OfferScene.File("a.txt")), [alice.EndPoint, carol.EndPoint]);
        string[] parts = carol.Read(carol.Messages.Single()).Split('\0');
        Assert.Equal(4, parts.Length);
        Assert.Equal(("look", ""), (parts[0], parts[3]));
        Assert.Contains(":a.txt:5:", parts[1], StringComparison.Ordinal);
        Assert.StartsWith("TO:" + carol.User, parts[2], StringComparison.Ordinal);
    }

    [Fact]
    public void R67_more_than_thirty_recipients_are_not_listed()
    {
        var peers = Enumerable.Range(2, 31).Select(i => new KeyedPeer(_scene, i, "p" + i, TestKeys.OfAlice, hasFingerprint: false).Enters(Lists)).ToArray();
        _scene.Send(new OutgoingMessage("for all"), [.. peers.Select(each => each.EndPoint)]);
        Assert.All(peers, each => Assert.Equal("for all\0", each.Read(each.Messages.Single())));
        _scene.Send(new OutgoingMessage("for most"), [.. peers.Skip(1).Select(each => each.EndPoint)]);
        Assert.Equal(30, peers[1].Read(peers[1].Messages[^1]).Count(each => each == '\a'));
    }

    [Fact]
    public void R67_hidden_lists_of_others_are_read_and_replace_what_is_outside()
    {
        var alice = _scene.Alice();
        alice.Sends(alice.Seal("look\00:good.txt:5:0:1:\a\0TO:x:X-PC\ay:Y-PC\0") + "\00:bad.txt:5:0:1:\a", WithList | Hidden);
        var message = _scene.Machine.Waiting.Single();
        Assert.Equal(("look", "good.txt"), (message.Text, message.Attachments.Single().Name));
        Assert.Equal([new RecipientName("x", "X-PC"), new RecipientName("y", "Y-PC")], message.Recipients);
    }

    [Fact]
    public void R67_the_list_outside_counts_where_there_is_none_inside()
    {
        var alice = _scene.Alice();
        foreach (string inside in new[] { "look", "look\0", "look\0\0\0\0" })
            alice.Sends(alice.Seal(inside) + "\00:outside.txt:5:0:1:\a", WithList);
        Assert.Equal(3, _scene.Machine.Waiting.Count());
        Assert.All(_scene.Machine.Waiting, each => Assert.Equal(("look", "outside.txt"), (each.Text, each.Attachments.Single().Name)));
    }

    [Fact]
    public void R67_a_signed_list_is_not_replaced_by_taking_its_flag_away()
    {
        var alice = _scene.Alice();
        _scene.Send("first", alice.EndPoint);
        alice.Sends(alice.Seal("look\00:good.txt:5:0:1:\a\0") + "\00:bad.txt:5:0:1:\a", WithList);
        Assert.Equal("good.txt", _scene.Machine.Waiting.Single().Attachments.Single().Name);
    }

    [Fact]
    public void R67_what_a_member_announces_while_its_message_is_sealed_does_not_bring_the_list_outside()
    {
        var alice = _scene.Alice(Lists);
        _scene.Send("first", alice.EndPoint);
        alice.Wire.Forget();
        bool wasSealed = false;
        _scene.Node.Watch = action => wasSealed |= action.Kind == MemberActionKind.Seal;
        var composition = _scene.Node.Do((machine, now) => machine.Compose(now, OfferScene.Message(OfferScene.File("salaries.txt")), [alice.EndPoint]));
        _scene.Node.Do((machine, now) => machine.Dispatch(now, composition.Deliveries));
        Assert.True(wasSealed);
        var order = (SealOrder)_scene.Node.Told.Last(each => each.Kind == MemberActionKind.Seal).Subject!;
        _scene.Machine.Receive(_scene.Lan.Moment, Encoding.UTF8.GetBytes($"1:77:{alice.User}:ALICE-PC:{(uint)KeyedPeer.Encrypting | 3}:peer\0\0"), alice.EndPoint);
        _scene.Node.Do((machine, now) => machine.Sealed(now, order, order.Seal(_scene.Keys, new byte[32])));
        _scene.Lan.Run(20_000);
        Assert.Contains("salaries.txt", alice.Read(alice.Messages.Single()), StringComparison.Ordinal);
        _scene.NeverSaid("salaries.txt");
    }
}
