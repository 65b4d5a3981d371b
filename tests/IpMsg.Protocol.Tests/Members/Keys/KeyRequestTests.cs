using System;
using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>GETPUBKEY and ANSPUBKEY between members.</summary>
public sealed class KeyRequestTests
{
    private const uint Ask = 0x72, AskAutomatically = 0x2072, Answer = 0x73;

    private readonly EncryptionFixture _fixture = new();

    [Fact]
    [Rule(57)]
    public void R57_who_asks_gets_the_2048_bit_key_with_all_our_capabilities()
    {
        var alice = _fixture.Alice();
        alice.Speaks(Ask, "65920006\0");
        var answer = Assert.Single(alice.Wire.All(Command.AnswerPublicKey));
        Assert.Equal(Answer, answer.CommandWord);
        Assert.Equal("65920006:10001-" + Convert.ToHexStringLower([.. TestKeys.Bob.Public.Modulus]), answer.Body);
        Assert.Equal(0, answer.Bytes[^1]);
    }

    [Fact]
    [Rule(58)]
    public void R58_older_clients_get_the_1024_bit_key_and_those_with_nothing_in_common_no_answer()
    {
        var old = new EncryptionPeer(_fixture, 3, "old", new OwnKeys(null, TestKeys.OlderBob)).Enters();
        old.Speaks(Ask, "20002\0");
        Assert.Equal("65920006:10001-" + Convert.ToHexStringLower([.. TestKeys.OlderBob.Public.Modulus]),
            Assert.Single(old.Wire.All(Command.AnswerPublicKey)).Body);
        old.Wire.Forget();
        foreach (string body in new[] { "0", "", "x", "9001", "-1", "1ffffffff" })
            old.Speaks(Ask, body + "\0");
        Assert.Empty(old.Wire.Received);
    }

    [Fact]
    [Rule(58)]
    public void R58_who_has_no_1024_bit_key_does_not_answer_for_one()
    {
        var fixture = new EncryptionFixture(TestKeys.OfAlice);
        var old = new EncryptionPeer(fixture, 3, "old", new OwnKeys(null, TestKeys.OlderBob)).Enters();
        old.Speaks(Ask, "20002\0");
        Assert.Empty(old.Wire.Received);
    }

    [Fact]
    [Rule(57)]
    public void R57_a_member_without_keys_neither_answers_nor_believes()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Receive(Ask, "65920006\0");
        fixture.Receive(Answer, "65920006:10001-" + Vectors.AliceModulus + "\0");
        Assert.Empty(fixture.Peer.Received);
        Assert.Empty(fixture.Machine.KnownKeys);
    }

    [Fact]
    [Rule(59)]
    public void R59_who_will_sign_and_is_unknown_is_asked_back_once_and_automatically()
    {
        var alice = _fixture.Alice();
        alice.Speaks(Ask, "65920006\0");
        var question = Assert.Single(alice.Questions);
        Assert.Equal((AskAutomatically, "65920006"), (question.CommandWord, question.Body));
        Assert.Equal(TestKeys.Alice.Public, _fixture.Known()?.Key);
        _fixture.Lan.Run(20_000);
        alice.Speaks(Ask, "65920006\0");
        Assert.Single(alice.Questions);
    }

    [Theory]
    [InlineData(AskAutomatically, "65920006")]
    [InlineData(Ask, "1820002")]
    [Rule(59)]
    public void R59_automatic_questions_and_those_who_never_sign_are_not_asked_back(uint word, string capabilities)
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        alice.Speaks(word, capabilities + "\0");
        Assert.Single(alice.Wire.All(Command.AnswerPublicKey));
        Assert.Empty(alice.Questions);
    }

    [Fact]
    [Rule(59)]
    public void R59_who_does_not_answer_is_not_asked_again_by_the_way()
    {
        var alice = _fixture.Alice();
        alice.GivesKey = false;
        alice.Speaks(Ask, "65920006\0");
        _fixture.Lan.Run(20_000);
        Assert.Single(alice.Questions);
        Assert.Empty(_fixture.Machine.KnownKeys);
    }

    [Fact]
    [Rule(59)]
    public void R59_two_members_who_ask_each_other_are_done_after_one_question_and_one_answer_each()
    {
        var alice = _fixture.Host(2, "alice", TestKeys.OfAlice);
        foreach (var host in new[] { _fixture.Node, alice })
            host.Do((machine, now) => machine.Announce(now));
        _fixture.Lan.Run(30_000);
        _fixture.Wire.Clear();
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        alice.Do((machine, now) => machine.Ask(now, new KeyRequest(_fixture.Node.EndPoint)));
        _fixture.Lan.Run(600_000);
        // Each sends one request for its user and may send one in return.
        Assert.InRange(_fixture.Wire.Count(each => CommandOf(each) == Command.GetPublicKey), 2, 4);
        Assert.InRange(_fixture.Wire.Count(each => CommandOf(each) == Command.AnswerPublicKey), 2, 4);
        Assert.Equal(TestKeys.Alice.Public, _fixture.Known()?.Key);
        Assert.Equal(TestKeys.Bob.Public, alice.Machine.KnownKeyOf("bob", "BOB-PC")?.Key);
    }

    [Fact]
    [Rule(59)]
    public void R59_not_even_members_who_never_believe_each_other_ask_for_ever()
    {
        // Both names belie the keys, so every answer is ignored.
        var alice = new EncryptionPeer(_fixture, 2, "alice", TestKeys.OfAlice).Enters();
        alice.Keys = new OwnKeys(EncryptionFixture.Stranger, null);
        var reacts = alice.Wire.Reacts!;
        alice.Wire.Reacts = packet =>
        {
            reacts(packet);
            // The most stubborn peer allowed by the rules: it asks back whenever it is asked.
            if (packet.Command == Command.GetPublicKey && (packet.Flags & 0x2000) == 0)
                alice.Wire.Say(packet.From, AskAutomatically, "65920006\0");
        };
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        _fixture.Lan.Run(600_000);
        Assert.Equal(5, alice.Questions.Count);
        Assert.Empty(_fixture.Machine.KnownKeys);
    }

    [Fact]
    [Rule(57)]
    public void R57_a_key_that_nobody_asked_for_is_not_believed()
    {
        var alice = _fixture.Alice();
        alice.GiveKey(_fixture.Node.EndPoint);
        _fixture.Lan.Run(100);
        Assert.Empty(_fixture.Machine.KnownKeys);
        Assert.DoesNotContain(_fixture.Node.Told, each => each.Event is KeyKept);
    }

    [Fact]
    [Rule(57)]
    public void R57_an_answer_counts_from_the_one_who_was_asked_alone()
    {
        var alice = _fixture.Alice();
        alice.GivesKey = false;
        var mallory = new EncryptionPeer(_fixture, 3, "mallory", new OwnKeys(EncryptionFixture.Stranger, null), hasFingerprint: false)
            .Enters();
        mallory.Wire.User = "alice";
        mallory.Wire.Host = "ALICE-PC";
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        mallory.GiveKey(_fixture.Node.EndPoint);
        _fixture.Lan.Run(100);
        Assert.Empty(_fixture.Machine.KnownKeys);
        // The answer of a member counts for the names of the known member, not for the names in the packet.
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(mallory.EndPoint)));
        _fixture.Lan.Run(100);
        Assert.Equal("mallory", Assert.Single(_fixture.Machine.KnownKeys).UserName);
    }

    [Fact]
    [Rule(61)]
    public void R61_a_key_that_does_not_match_the_fingerprint_is_ignored_and_the_right_one_is_still_taken()
    {
        var alice = _fixture.Alice();
        alice.GivesKey = false;
        var request = new KeyRequest(alice.EndPoint);
        _fixture.Node.Do((machine, now) => machine.Ask(now, request));
        _fixture.Lan.Run(10);
        alice.GiveKey(_fixture.Node.EndPoint, EncryptionFixture.Stranger);
        _fixture.Lan.Run(10);
        Assert.Empty(_fixture.Machine.KnownKeys);
        Assert.Null(request.Key);
        alice.GiveKey(_fixture.Node.EndPoint);
        _fixture.Lan.Run(10);
        Assert.Equal(TestKeys.Alice.Public, request.Key?.Key);
    }

    [Theory]
    [InlineData("20002")]
    [InlineData("1900004")]
    [Rule(57)]
    public void R57_a_question_that_belies_its_fingerprint_name_is_ignored(string capabilities)
    {
        var alice = _fixture.Alice();
        alice.Speaks(Ask, capabilities + "\0");
        Assert.Empty(alice.Wire.Received);
    }

    [Fact]
    [Rule(58)]
    public void R58_an_older_key_from_one_who_has_a_better_one_is_not_pinned()
    {
        var alice = _fixture.Alice(hasFingerprint: false);
        alice.Says = EncryptionPeer.Full;
        alice.GivesKey = false;
        _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(alice.EndPoint)));
        alice.GiveKey(_fixture.Node.EndPoint, TestKeys.OlderBob);
        _fixture.Lan.Run(10_000);
        Assert.Empty(_fixture.Machine.KnownKeys);
    }

    [Theory]
    [InlineData("", "PC")]
    [InlineData("x", "")]
    [Rule(72)]
    public void R72_nobody_without_a_name_is_remembered(string user, string host)
    {
        var nobody = new EncryptionPeer(_fixture, 3, "nobody", TestKeys.OfAlice, hasFingerprint: false);
        nobody.Wire.User = user;
        nobody.Wire.Host = host;
        nobody.Speaks(Ask, "65920006\0");
        Assert.Empty(_fixture.Machine.KnownKeys);
    }

    [Fact]
    [Rule(30)]
    public void R30_a_fingerprint_alone_is_a_name()
    {
        string user = "-<" + TestKeys.Alice.Public.Fingerprint + ">";
        Assert.Equal(user, FingerprintName.Bare(user));
        Assert.True(FingerprintName.Matches(user, TestKeys.Alice.Public));
        var alice = new EncryptionPeer(_fixture, 3, "alice", TestKeys.OfAlice, hasFingerprint: false);
        alice.Wire.User = user;
        alice.Speaks(Ask, "65920006\0");
        Assert.Equal(user, Assert.Single(_fixture.Machine.KnownKeys).UserName);
    }

    private static Command CommandOf(byte[] datagram) =>
        PacketReader.TryRead(datagram, out var packet) ? packet.Command : Command.NoOperation;
}
