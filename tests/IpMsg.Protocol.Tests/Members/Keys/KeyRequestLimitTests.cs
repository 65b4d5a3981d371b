using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>Repetitions of key requests, and the limits of answers and stored keys.</summary>
public sealed class KeyRequestLimitTests
{
    private const uint Ask = 0x72, AskAutomatically = 0x2072;

    private readonly EncryptionFixture _fixture = new();

    [Fact]
    [Rule(44)]
    public void R44_a_question_is_repeated_as_a_message_is_five_times_a_second_apart_and_then_given_up()
    {
        var alice = _fixture.Alice();
        alice.GivesKey = false;
        var request = new KeyRequest(alice.EndPoint);
        long start = _fixture.Lan.Now;
        _fixture.Node.Do((machine, now) => machine.Ask(now, request));
        _fixture.Lan.Run(30_000);
        Assert.Equal([0, 1_000, 2_000, 3_000, 4_000], alice.Questions.Select(each => each.At - start));
        Assert.All(alice.Questions, each => Assert.Equal(Ask, each.CommandWord));
        Assert.Null(request.Key);
        Assert.Equal(start + 5_000, Assert.Single(_fixture.Node.Told, each => each.Event is KeyRequestEnded).At);
    }

    [Fact]
    [Rule(44)]
    public void R44_many_who_wait_for_one_key_ask_once()
    {
        var alice = _fixture.Alice();
        alice.GivesKey = false;
        var requests = Enumerable.Range(0, 50).Select(_ => new KeyRequest(alice.EndPoint)).ToList();
        foreach (var each in requests)
            _fixture.Node.Do((machine, now) => machine.Ask(now, each));
        _fixture.Lan.Run(1_500);
        Assert.Equal(2, alice.Questions.Count);
        alice.GiveKey(_fixture.Node.EndPoint);
        _fixture.Lan.Run(30_000);
        Assert.Equal(2, alice.Questions.Count);
        Assert.All(requests, each => Assert.Equal(TestKeys.Alice.Public, each.Key?.Key));
    }

    [Fact]
    [Rule(57)]
    public void R57_an_address_gets_few_answers_a_second_and_others_theirs_all_the_same()
    {
        var alice = _fixture.Alice();
        _fixture.Node.Do((machine, now) => machine.Introduce(now, alice.EndPoint));
        _fixture.Lan.Run(1);
        var old = new EncryptionPeer(_fixture, 3, "old", TestKeys.OfAlice, hasFingerprint: false).Enters();
        for (int i = 0; i < 500; i++)
            alice.Wire.Say(_fixture.Node.EndPoint, AskAutomatically, "65920006\0");
        _fixture.Lan.Run(1);
        Assert.Equal(5, alice.Wire.All(Command.AnswerPublicKey).Count);
        old.Speaks(AskAutomatically, "65920006\0");
        Assert.Single(old.Wire.All(Command.AnswerPublicKey));
        _fixture.Lan.Run(1_000);
        alice.Speaks(AskAutomatically, "65920006\0");
        Assert.Equal(6, alice.Wire.All(Command.AnswerPublicKey).Count);
    }

    [Theory]
    [InlineData("20002", 0)]
    [InlineData("20002", 20_000)]
    [InlineData("65920006", 0)]
    [InlineData("65920006", 20_000)]
    [Rule(111)]
    public void R111_forged_requests_in_the_name_of_a_member_do_not_keep_the_key_from_it(string mask, int ports)
    {
        // Under a name with a fingerprint, requests for the 1,024-bit key are ignored (R58).
        var alice = _fixture.Alice(hasFingerprint: mask != "20002");
        var answers = new System.Collections.Generic.List<long>();
        for (int ms = 0; ms < 8_000; ms++)
        {
            // A hundred a second, always before those of the member.
            if (ms % 10 == 0)
            {
                var from = new System.Net.IPEndPoint(alice.EndPoint.Address, ports == 0 ? 2425 : ports + ms / 10);
                _fixture.Lan.Forge(from, _fixture.Node.EndPoint,
                    System.Text.Encoding.ASCII.GetBytes($"1:{ms}:{alice.User}:ALICE-PC:114:{mask}\0"));
            }
            if (ms % 1_000 == 999)
            {
                alice.Wire.Forget();
                alice.Wire.Say(_fixture.Node.EndPoint, AskAutomatically, "65920006\0");
                answers.Add(-1);
            }
            _fixture.Lan.Run(1);
            string key = WriterOutput.Text(new PublicKeyAnswer(_fixture.Keys.Capabilities, _fixture.Keys.Usual!.Public).Write);
            if (answers.Count > 0 && answers[^1] < 0 && alice.Wire.All(Command.AnswerPublicKey).Any(each => each.Body == key))
                answers[^1] = ms % 1_000;
        }
        // Each question has its answer within the fifth part of a second, whoever it was that asked.
        Assert.Equal(8, answers.Count);
        Assert.All(answers.Take(7), each => Assert.True(each is 999 or >= 0 and <= 210, $"{each} ms"));
    }

    [Fact]
    [Rule(111)]
    public void R111_forged_requests_of_many_addresses_do_not_keep_the_key_from_a_member_with_a_pinned_key()
    {
        var alice = _fixture.Alice();
        _fixture.Send("first", alice.EndPoint);
        for (int i = 0; i < 30_000; i++)
        {
            var from = new System.Net.IPEndPoint(new System.Net.IPAddress([10, 9, (byte)(i >> 8), (byte)i]), 2425);
            _fixture.Lan.Forge(from, _fixture.Node.EndPoint,
                System.Text.Encoding.ASCII.GetBytes($"1:{i}:x:X-PC:{AskAutomatically}:20002\0"));
            if (i % 10 == 9)
                _fixture.Lan.Run(1);
        }
        int answers = _fixture.Wire.Count(
            each => System.Text.Encoding.Latin1.GetString(each).Contains(":115:", System.StringComparison.Ordinal));
        Assert.InRange(answers, 1_000, 4 * 1_024 + 2);
        alice.Wire.Forget();
        alice.Speaks(AskAutomatically, "65920006\0");
        Assert.Single(alice.Wire.All(Command.AnswerPublicKey));
    }

    [Fact]
    [Rule(57)]
    public void R57_one_stranger_with_many_names_does_not_take_the_places_of_everybody_else()
    {
        var many = new EncryptionPeer(_fixture, 3, "many", TestKeys.OfAlice, hasFingerprint: false);
        for (int i = 0; i < 600; i++)
        {
            many.Wire.User = "many" + i;
            many.Speaks(Ask, "65920006\0");
            _fixture.Lan.Run(2_000);
        }
        Assert.Equal(512, _fixture.Machine.KnownKeys.Count());
        var alice = _fixture.Alice();
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("secret text", alice.EndPoint).Status);
        Assert.NotNull(_fixture.Known());
        // A recipient whose key does not fit into the table gets encrypted messages too.
        many.Enters();
        var delivery = _fixture.Send("secret text", many.EndPoint);
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        Assert.Equal("secret text\0", many.Read(many.Messages[^1]));
        // The key of a recipient is stored.
        Assert.NotNull(_fixture.Known("many599", "MANY-PC"));
    }

    [Fact]
    [Rule(72)]
    public void R72_strangers_from_many_addresses_do_not_take_the_places_of_those_to_whom_we_write()
    {
        string key = WriterOutput.Text(new PublicKeyAnswer((Capabilities)EncryptionPeer.Full, EncryptionFixture.Stranger.Public).Write);
        for (int i = 0; i < 9_000; i++)
        {
            var from = new System.Net.IPEndPoint(new System.Net.IPAddress([10, 9, (byte)(i % 18), 1]), 2425);
            foreach (string packet in new[] { $"1:{2 * i}:x{i}:X-PC:114:65920006\0", $"1:{2 * i + 1}:x{i}:X-PC:115:{key}\0" })
                _fixture.Lan.Forge(from, _fixture.Node.EndPoint, System.Text.Encoding.ASCII.GetBytes(packet));
            _fixture.Lan.Run(i % 5 == 0 ? 1_100 : 0);
        }
        Assert.Equal(8_192, _fixture.Machine.KnownKeys.Count());
        var alice = _fixture.Alice();
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("secret text", alice.EndPoint).Status);
        Assert.NotNull(_fixture.Known());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(57)]
    public void R57_many_keys_are_asked_for_together(bool giveTheirs)
    {
        var peers = Enumerable.Range(2, 250)
            .Select(i => new EncryptionPeer(_fixture, i, "p" + i, TestKeys.OfAlice, hasFingerprint: false) { GivesKey = giveTheirs }
                .Enters()).ToArray();
        long start = _fixture.Lan.Now;
        var deliveries = _fixture.Send(new OutgoingMessage("for all"), [.. peers.Select(each => each.EndPoint)]);
        Assert.All(peers, each => Assert.InRange(each.Questions[0].At - start, 0, 50));
        Assert.All(peers, each => Assert.Equal(giveTheirs ? 1 : 5, each.Questions.Count));
        Assert.All(deliveries, each => Assert.Equal(giveTheirs ? DeliveryStatus.Confirmed : DeliveryStatus.Unconfirmed, each.Status));
        Assert.All(_fixture.Node.Told.Where(each => each.Event is DeliveryChanged),
            each => Assert.InRange(each.At - start, 0, giveTheirs ? 100 : 5_050));
        // And known ones not again.
        _fixture.Send(new OutgoingMessage("once more"), [.. peers.Select(each => each.EndPoint)]);
        Assert.All(peers, each => Assert.Equal(giveTheirs ? 1 : 10, each.Questions.Count));
    }
}
