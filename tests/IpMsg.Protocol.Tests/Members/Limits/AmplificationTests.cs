using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Limits;

/// <summary>
/// What comes back to an address that never answers, from a member with long names, a long absence text and 4,096 known members (R117).
/// </summary>
public sealed class AmplificationTests
{
    private const int Members = 4_096, Questions = 12;

    private readonly SimulatedLan _lan = new(1, LanConditions.Perfect);
    private readonly SimulatedHost _node;
    private readonly ScriptedPeer _victim;

    public AmplificationTests()
    {
        var settings = new MemberSettings("alice-of-the-long-name", "ALICE-PC", MemberFixture.Codec)
        {
            NickName = new string('N', 79),
            GroupName = new string('G', 79),
            VersionText = "IpMsg for PowerShell 1.0.0 (" + new string('v', 4_000) + ")",
            Keys = TestKeys.OfBob,
        };
        _node = new SimulatedHost(_lan, MemberFixture.At(1), settings);
        _victim = new ScriptedPeer(_lan, MemberFixture.At(2)) { User = "v", Host = "V" };
        for (int i = 0; i < Members; i++)
        {
            byte[] entry = Encoding.ASCII.GetBytes($"1:{i}:member{i}:MEMBER-{i}:16777219:Member {i}\0Group\0");
            var from = MemberFixture.At(1_000 + i);
            _node.Do((machine, now) => machine.Receive(now, entry, from));
        }
        _node.Do((machine, now) => machine.SetPresence(now, null, null, ("away", new string('t', 20_000))));
        _lan.Run(60_000);
        _victim.Forget();
    }

    public static TheoryData<uint, string> Every
    {
        get
        {
            var all = new TheoryData<uint, string>();
            for (uint command = 0; command < 256; command++)
                all.Add(command, "");
            foreach (uint command in (uint[])[0x01, 0x03, 0x04])
            {
                all.Add(0x01000000 | command, "v\0\0");
                all.Add(0x01200000 | command, "v\0\0");
            }
            all.Add(0x4018, "");
            all.Add(0x01000012, "100\0");
            all.Add(0x00100030, "1\0");
            foreach (uint options in (uint[])[0, 0x100, 0x00100300, 0x00800100])
                all.Add(0x20 | options, "hello\0");
            all.Add(0x00C00120, "41900004:AA:AA:AA\0");
            all.Add(0x72, "65920006\0");
            all.Add(0x2072, "20002\0");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    [Rule(117)]
    public void R117_an_address_that_never_answers_gets_at_most_three_times_the_bytes_that_came_in_its_name(uint word, string extra)
    {
        var (asked, answered, keys) = Ask(word, extra);
        Assert.True(answered <= 3 * asked, $"{answered} bytes for {asked}");
        Assert.InRange(keys, 0, Questions);
    }

    [Fact]
    [Rule(117)]
    public void R117_also_after_its_entry_and_after_unsolicited_answers()
    {
        long asked = 0, answered = 0;
        foreach (uint word in (uint[])[0x01000001, 0x01000003, 0x12, 0x01000003, 0x50, 0x40, 0x120, 0x01000003])
        {
            var (bytes, back, _) = Ask(word, "v\0\0");
            (asked, answered) = (asked + bytes, answered + back);
        }
        Assert.InRange(answered, 1, 3 * asked);
    }

    [Fact]
    [Rule(111)]
    public void R111_an_address_that_never_answers_gets_one_key_a_second()
    {
        for (int i = 0; i < 1_000; i++)
        {
            _victim.Say(_node.EndPoint, 0x2072, i % 2 == 0 ? "65920006\0" : "20002\0");
            _lan.Run(10);
        }
        Assert.InRange(_victim.All(Command.AnswerPublicKey).Count, 10, 11);
        Assert.True(_node.Machine.Counters.KeysWithheld >= 980);
    }

    [Theory]
    [InlineData(0x12u, Command.AnswerList)]
    [InlineData(0x50u, Command.SendAbsenceInfo)]
    [InlineData(0x40u, Command.SendInfo)]
    [InlineData(0x20u, Command.SendMessage)]
    [Rule(117)]
    public void R117_a_member_that_answers_the_entry_has_the_answer_to_its_first_question_at_once(uint word, Command answer)
    {
        var packets = new List<Command>();
        _victim.Reacts = packet =>
        {
            packets.Add(packet.Command);
            if (packet.Command == Command.Entry)
                _victim.Say(_node.EndPoint, 0x01000003, "v\0\0");
        };
        EnterAndForget();
        _victim.Say(_node.EndPoint, word, "\0");
        _lan.Run(0);
        Assert.Equal([Command.Entry, answer], packets);
        // Later questions are answered without an entry.
        _victim.Say(_node.EndPoint, 0x50);
        _lan.Run(0);
        Assert.Equal([Command.Entry, answer, Command.SendAbsenceInfo], packets);
        Assert.True(_node.Machine.Counters.Withheld >= 1);
    }

    [Fact]
    [Rule(117)]
    public void R117_an_answer_without_an_entry_before_shows_nothing()
    {
        EnterAndForget();
        _victim.Say(_node.EndPoint, 0x01000003, "v\0\0");
        _lan.Run(0);
        _victim.Say(_node.EndPoint, 0x50);
        _lan.Run(0);
        Assert.Equal([Command.Entry], _victim.Received.Select(each => each.Command));
        // It is asked once; an answer that comes much later shows nothing either.
        _lan.Run(6_000);
        _victim.Say(_node.EndPoint, 0x01000003, "v\0\0");
        _lan.Run(0);
        Assert.Equal([Command.Entry], _victim.Received.Select(each => each.Command));
    }

    [Fact]
    [Rule(117)]
    public void R117_a_question_of_one_of_our_own_members_takes_a_round_trip_more()
    {
        var bob = new SimulatedHost(_lan, MemberFixture.At(3), new MemberSettings("bob", "BOB-PC", MemberFixture.Codec));
        bob.Do((machine, now) => machine.Announce(now));
        _lan.Run(20_000);
        var request = new Protocol.Members.Discovery.InfoRequest(_node.EndPoint, Protocol.Members.Discovery.InfoKind.Absence);
        bob.Do((machine, now) => machine.Ask(now, request));
        _lan.Run(0);
        Assert.Equal(20_000, request.Answer?.Length);
    }

    // What its entry brings counts for the question too, as it does for a real member.
    private void EnterAndForget()
    {
        _victim.Say(_node.EndPoint, 0x01000003, "v" + new string('v', 300) + "\0\0");
        _lan.Run(10_000);
        _victim.Forget();
    }

    private (long Asked, long Answered, int Keys) Ask(uint word, string extra)
    {
        _victim.Forget();
        long asked = 0;
        for (int i = 0; i < Questions; i++)
        {
            string question = string.Create(CultureInfo.InvariantCulture, $"1:{10_000 * (word & 0xFF) + i}:v:V:{word}:{extra}");
            asked += question.Length;
            _victim.Send(_node.EndPoint, Encoding.ASCII.GetBytes(question));
            _lan.Run(1_000);
        }
        _lan.Run(20_000);
        var keys = _victim.All(Command.AnswerPublicKey);
        return (asked, _victim.Received.Sum(each => (long)each.Bytes.Length) - keys.Sum(each => (long)each.Bytes.Length), keys.Count);
    }
}
