using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

/// <summary>A peer that behaves like FeiQ: what it says beside messages gets no answer and changes nothing.</summary>
public sealed class FeiQTests
{
    private const uint EntryOfFeiQ = 6291457, AnswerOfFeiQ = 6291459;
    private static readonly Encoding s_gbk = Encoding.GetEncoding("gb18030");

    private readonly MemberFixture _fixture = new();
    private readonly ScriptedPeer _lee;

    public FeiQTests()
    {
        _lee = _fixture.AnotherPeer(5, "Lee");
        _lee.Version = "1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9";
    }

    [Fact]
    [Rule(97)]
    public void R97_it_enters_with_a_no_operation_and_an_entry_and_gets_one_answer()
    {
        Say(0, "");
        Assert.Empty(_lee.Received);
        Say(EntryOfFeiQ, "李\0");
        _fixture.Lan.Run(5_000);
        Assert.Equal(("李", ClientDialect.FeiQ), (Member.NickName, Member.Dialect));
        Assert.Single(_lee.Received);
    }

    [Theory]
    [InlineData(0x77u)]
    [InlineData(0x78u)]
    [InlineData(0x79u)]
    [InlineData(0x7Au)]
    [InlineData(0xC0u)]
    [InlineData(0xD1u)]
    [InlineData(0x23u)]
    [Rule(52)]
    public void R52_private_commands_are_not_answered_and_change_nothing(uint command)
    {
        Say(AnswerOfFeiQ, "李\0");
        var before = Member;
        int told = _fixture.Node.Told.Count;
        _lee.Forget();
        foreach (uint options in new uint[] { 0, 0x100, 0x00400000, 0x00200100, 0x00900300 })
        {
            foreach (string body in new[] { "", "\0", "5A3C01FE|160840|0|315|0|512|0|2|0|5A3C#", "1:2:3\0李\0组\0" })
                Say(command | options, body);
        }
        _fixture.Lan.Run(60_000);
        Assert.Empty(_lee.Received);
        Assert.Equal(told, _fixture.Node.Told.Count);
        Assert.Same(before, Member);
        Assert.Empty(_fixture.Texts);
    }

    [Fact]
    [Rule(98)]
    public void R98_an_image_is_one_message_and_its_fragments_are_none()
    {
        Say(AnswerOfFeiQ, "李\0");
        _lee.Forget();
        Say(0x120, "看 /~#>5A3C01FE<B~{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 微软雅黑 8404992;}\0");
        byte[] fragment = new byte[512];
        for (int i = 0; i < 40; i++)
        {
            new Random(i).NextBytes(fragment);
            byte[] head = Encoding.ASCII.GetBytes($"5A3C01FE|20480|{i * 512}|40|{i}|512|0|2|0|5A3C01FE#\0");
            _lee.Say(_fixture.Node.EndPoint, 0x2000C0, [.. head, .. fragment]);
        }
        _fixture.Lan.Run(60_000);
        Assert.Equal(["看 [image]"], _fixture.Texts);
        Assert.Equal(Command.ReceiveMessage, Assert.Single(_lee.Received).Command);
        Assert.Single(_fixture.Machine.Members);
    }

    private Member Member => _fixture.Machine.Members.Single();

    private void Say(uint word, string body)
    {
        _lee.Say(_fixture.Node.EndPoint, word, s_gbk.GetBytes(body));
        _fixture.Lan.Run(0);
    }
}
