using System;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>
/// The packets of a member master byte for byte, with the keys of docs/protocol/vectors.md. A script that shares nothing with this library
/// has written and signed the same packets; these are its digests.
/// </summary>
public sealed class MasterVectorTests
{
    private const uint Number = 1_700_000_010;

    private static readonly IPAddress s_agent = IPAddress.Parse("192.168.0.10");
    private static readonly HostListEntry s_bob = Host("bob", 11) with { Version = "00010002:4:99:103" };
    private static readonly HostListEntry s_carol = Host("carol", 12);

    private static readonly MemberContext s_context =
        new(new MemberSettings("alice-<5256214c8110453c>", "ALICE-PC", MemberFixture.Codec)
        {
            NickName = "Alice",
            GroupName = "Dev",
            Keys = new OwnKeys(TestKeys.Alice, null),
        }, new RisingNumbers(), new SeededRandom(1))
        {
            Now = new Moment(TimeSpan.Zero, DateTimeOffset.FromUnixTimeSeconds(Number)),
        };

    [Theory]
    [InlineData("DirPoll", 778, "3086cd354b542f37844d4475223b15f6039fdc5e5caf904a0701db131c30ba17")]
    [InlineData("DirPollAgent", 751, "1be1814010a4f65f0a6d35fbf8903e458eff792c30def537d619dd764fd4b7e0")]
    [InlineData("DirBroadcast", 751, "916b5f19ee6f3204949e08c38141d5136518ae9fd097acb7022681d62d2b8cff")]
    [InlineData("DirAnswerBroadcast", 956, "ad779a12064cca53485ec9335e18b2b53c12acc7eb78d9666d6754f3bad8f94b")]
    [InlineData("DirEventBroadcast", 862, "749ba3b2abcdc59a561b1d6358067ee58110e108384c474c61172346e2b08521")]
    [InlineData("AnswerListDict", 914, "2c8582739a0c9b9e26ddb34b27c15ff698db446eef4b878b0bd775fb644ccd95")]
    [InlineData("DirPacket", 1636, "083f35067c563cb50a81317a507c040a179191b01755edf1723e0f5c46f88c5f")]
    [InlineData("DirRequest", 2378, "b6430ee8ffd8982312df2eda920e01e3a2719b40a4ea767771725859cb211981")]
    [InlineData("DirAgentReject", 722, "3d35dbd065637238d6ecd9dbb39811f6223b375707e6aa16f707138f5b84f8a5")]
    [InlineData("DirAgentPacket", 1785, "ac417bb6e76cff13cea544829887463abf168d7a13832c4647485b0eef8293d0")]
    [Rule(126, 127, 128)]
    public void R126_R127_R128_a_packet_is_that_of_the_vector(string command, int length, string digest)
    {
        byte[] bytes = Written(command);
        Assert.Equal((length, digest), (bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        Assert.True(IpDict.TryRead(bytes, out var dict));
        Assert.Equal(command, MasterDict.CommandOf(dict).ToString());
        Assert.Equal(command != "DirAgentPacket", IpDictSignature.IsValid(dict, TestKeys.Alice.Public));
    }

    [Fact]
    [Rule(126)]
    public void R126_a_poll_in_full() => Assert.StartsWith(
        "IP2:300:VER:1:3:PKT:8:6553f10a:DATE:8:6553f10a:UID:18:alice-<5256214c8110453c>:HID:8:ALICE-PC:"
        + "CMD:2:b0:FLG:1:0:GRP:3:Dev:NCK:5:Alice:STAT:7:7440000:"
        + "NADRS:1e:1b:ADR:b:192.168.0.0:MASK:2:18:LVER:8:6553f101:PUBE:5:10001:PUBN:100:",
        Encoding.Latin1.GetString(Written("DirPoll")), StringComparison.Ordinal);

    [Fact]
    [Rule(126, 127, 128)]
    public void R126_R127_R128_the_packets_of_the_vectors_are_read()
    {
        var poll = Assert.IsType<Poll>(Read("DirPoll"));
        Assert.Equal((true, 1_700_000_001L), (poll.CanBeAgent, poll.ListVersion!.Value));
        Assert.Equal([Segment.Of(IPAddress.Parse("192.168.0.0"), 24)!.Value], poll.Networks);
        Assert.Equal(new AgentOrder(Broadcasts: true, 190, s_agent), Read("DirBroadcast"));
        Assert.Equal(new AgentOrder(Broadcasts: false, 190, s_agent), Read("DirPollAgent"));
        Assert.Equal([s_bob, s_carol], Assert.IsType<SegmentReport>(Read("DirAnswerBroadcast")).Hosts);
        var gone = Assert.IsType<SegmentReport>(Read("DirEventBroadcast"));
        Assert.Equal((true, true), (gone.IsEvent, gone.IsDirect));
        Assert.Equal([s_bob with { IsGone = true }], gone.Hosts);
        Assert.IsType<AgentReject>(Read("DirAgentReject"));
        var part = Assert.IsType<ListPart>(Read("AnswerListDict"));
        Assert.Equal((0, 1, 1_700_000_009L, 1_700_000_001L), (part.Start, part.Total, part.Version!.Value, part.Base!.Value));
        Assert.Equal([s_bob], part.Hosts);
        // One packet in another, as it was signed.
        Assert.Equal(Written("AnswerListDict"), Inner("DirPacket"));
        Assert.Equal(Written("DirPacket"), Inner("DirRequest"));
        Assert.Equal(Written("DirPacket"), Inner("DirAgentPacket"));
    }

    private static byte[] Written(string command) => command switch
    {
        "DirPoll" => Sign(new Poll([Segment.Of(IPAddress.Parse("192.168.0.0"), 24)!.Value], CanBeAgent: true, 1_700_000_001)),
        "DirPollAgent" => Sign(new AgentOrder(Broadcasts: false, 190, s_agent)),
        "DirBroadcast" => Sign(new AgentOrder(Broadcasts: true, 190, s_agent)),
        "DirAnswerBroadcast" => Sign(new SegmentReport([s_bob, s_carol], IsEvent: false, IsDirect: false)),
        "DirEventBroadcast" => Sign(new SegmentReport([s_bob with { IsGone = true }], IsEvent: true, IsDirect: true)),
        "AnswerListDict" => Sign(new ListPart([s_bob], 0, 1, 1_700_000_009, 1_700_000_001)),
        "DirPacket" => Sign(new ListChange(Packet(Written("AnswerListDict")))),
        "DirRequest" => Sign(new RebroadcastRequest(Packet(Written("DirPacket")), s_agent)),
        "DirAgentReject" => Sign(new AgentReject()),
        _ => AgentPacket(),
    };

    private static byte[] Sign(MasterPacket packet) =>
        IpDictSignature.Sign(MasterDict.Write(s_context, packet, Number), s_context.Settings.Keys!)!;

    private static byte[] AgentPacket()
    {
        var dict = MasterDict.Begin(s_context, Command.DirAgentPacket, Number);
        WrappedDict.Write(dict, Packet(Written("DirPacket")));
        return dict.ToArray();
    }

    private static SignedPacket Packet(byte[] bytes) => new(new AgentReject(), s_bob, TestKeys.Alice.Public, Number, bytes);

    private static MasterPacket? Read(string command) => IpDict.TryRead(Written(command), out var dict) ? MasterDict.Read(dict) : null;

    private static byte[]? Inner(string command) => IpDict.TryRead(Written(command), out var dict) ? WrappedDict.Read(dict) : null;

    private static HostListEntry Host(string name, byte number) => new(
        name, name.ToUpperInvariant() + "-PC", EntryFlags.CanUtf8, new IPEndPoint(new IPAddress([192, 168, 0, number]), 2425), name, "");
}
