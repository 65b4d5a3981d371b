using System.Linq;
using System.Text;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>The encoding that a member was seen to write belongs to the member: it moves with it, and changes back.</summary>
public sealed class HabitTests
{
    // "é" in UTF-8, and two letters in Shift_JIS.
    private const string Short = "\xC3\xA9", InCodePage = "ﾃｩ", InUtf8 = "é";

    private readonly MemberFixture _fixture = new();

    public HabitTests()
    {
        Enter(_fixture.Peer, "太郎");
        Assert.Equal(ObservedEncoding.CodePage, _fixture.Known().ObservedEncoding);
    }

    private void Enter(ScriptedPeer peer, string nick)
    {
        peer.Say(_fixture.Node.EndPoint, 3, Encoding.GetEncoding(932).GetBytes(nick + "\0\0"));
        _fixture.Lan.Run(0);
    }

    private string Said(ScriptedPeer peer, string bytes = Short)
    {
        _fixture.ReceiveFrom(peer, MemberFixture.Message, bytes + "\0");
        return _fixture.Texts[^1];
    }

    private ScriptedPeer At(int host, string user = "peer") =>
        new(_fixture.Lan, MemberFixture.At(host)) { User = user, Host = user.ToUpperInvariant() + "-PC" };

    [Theory]
    [InlineData(8_000)]
    [InlineData(100)]
    [Rule(99)]
    public void R99_the_habit_stays_with_a_member_that_enters_from_another_address(int after)
    {
        _fixture.Lan.Run(after);
        var moved = At(3);
        Enter(moved, "taro");

        Assert.Equal(ObservedEncoding.CodePage, _fixture.Known().ObservedEncoding);
        Assert.Equal(InCodePage, Said(moved));
        Assert.Equal(InCodePage, Said(_fixture.Peer));
    }

    [Fact]
    [Rule(99)]
    public void R99_a_message_from_a_new_address_is_read_by_the_habit_of_its_writer_and_does_not_change_it()
    {
        var moved = At(3);
        Assert.Equal(InCodePage, Said(moved));
        Assert.Equal("こん", Said(moved, "\xE3\x81\x93\xE3\x82\x93"));

        Assert.Equal(ObservedEncoding.CodePage, _fixture.Known().ObservedEncoding);
    }

    [Fact]
    [Rule(99)]
    public void R99_a_message_from_the_address_of_another_member_is_read_by_the_habit_of_its_writer()
    {
        var other = At(3, "script");
        Enter(other, "script");
        Said(other, Short);
        other.User = "peer";
        other.Host = "PEER-PC";

        Assert.Equal(InCodePage, Said(other));
        Assert.Equal(ObservedEncoding.Utf8, _fixture.Known("script").ObservedEncoding);
    }

    [Fact]
    [Rule(99)]
    public void R99_the_next_member_at_the_address_has_a_habit_of_its_own()
    {
        _fixture.Lan.Run(8_000);
        Enter(At(3), "taro");
        _fixture.Peer.User = "script";
        Enter(_fixture.Peer, "script");

        Assert.Equal(InUtf8, Said(_fixture.Peer));
        Assert.Equal((ObservedEncoding.CodePage, ObservedEncoding.Utf8),
            (_fixture.Known().ObservedEncoding, _fixture.Known("script").ObservedEncoding));
    }

    [Fact]
    [Rule(99)]
    public void R99_the_writer_is_found_by_names_in_a_code_page_too()
    {
        byte[] Packet(int command, byte[] body) =>
            [.. Encoding.ASCII.GetBytes("1:1:"), 0x83, 0x5C, .. Encoding.ASCII.GetBytes(":"), 0xC4, 0xB1,
                .. Encoding.ASCII.GetBytes(":" + command + ":"), .. body];

        _fixture.Peer.Send(_fixture.Node.EndPoint, Packet(3, [0x83, 0x5C]));
        _fixture.Lan.Run(8_000);
        var moved = At(3);
        moved.Send(_fixture.Node.EndPoint, Packet(3, [(byte)'x']));
        _fixture.Lan.Run(0);
        var member = _fixture.Known("ソ");
        Assert.Equal((ObservedEncoding.CodePage, moved.EndPoint, "x"), (member.ObservedEncoding, member.EndPoint, member.NickName));
        moved.Send(_fixture.Node.EndPoint, Packet(0x20, [0xC3, 0xA9]));
        _fixture.Lan.Run(0);
        var message = _fixture.Machine.Inbox.Waiting.Last();
        Assert.Equal((InCodePage, "ソ", "ﾄｱ"), (message.Text, message.User, message.Host));
    }

    [Fact]
    [Rule(99)]
    public void R99_a_long_text_in_UTF8_changes_the_habit_and_one_in_a_code_page_changes_it_back()
    {
        Assert.Equal("世界", Said(_fixture.Peer, "\xE4\xB8\x96\xE7\x95\x8C"));
        Assert.Equal(InUtf8, Said(_fixture.Peer));
        Assert.Equal("テスト", Said(_fixture.Peer, "\x83\x65\x83\x58\x83\x67"));
        Assert.Equal(InCodePage, Said(_fixture.Peer));
        Enter(_fixture.Peer, "taro");
        Assert.Equal(InCodePage, Said(_fixture.Peer));
    }

    [Theory]
    [InlineData("\xC4\xA3\xD2\xBB\xD6\xB1", "模一直")]
    [InlineData("\xEF\xBF\xBD\xEF\xBF\xBD", "锟斤拷")]
    [InlineData("\xC3\xA9", "茅")]
    [Rule(99)]
    public void R99_six_bytes_of_GB2312_from_FeiQ_are_GB2312_before_it_has_written_anything_else(string bytes, string text)
    {
        var feiQ = At(3, "Lee");
        feiQ.Version = "1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9";
        Assert.Equal(text, Said(feiQ, bytes));
        Enter(feiQ, "Lee");
        Assert.Equal(text, Said(feiQ, bytes));
        Assert.Equal("世界", Said(feiQ, "\xE4\xB8\x96\xE7\x95\x8C"));
        Assert.Equal(ObservedEncoding.Utf8, _fixture.Known("Lee").ObservedEncoding);
    }

    [Fact]
    [Rule(99)]
    public void R99_a_host_list_does_not_change_the_habit_of_a_member()
    {
        void FetchList()
        {
            _fixture.Node.Do((machine, now) => machine.FetchHostList(now, _fixture.Peer.EndPoint));
            _fixture.Lan.Run(0);
            _fixture.Receive(0x13, "    0\a    1\acarol\aCAROL-PC\a256\a10.0.0.5\a30985\acarol\a\b\a");
            Assert.True(_fixture.Known("carol").IsFromHostList);
        }

        FetchList();
        var carol = At(5, "carol");
        Assert.Equal("ソ", Said(carol, "\x83\x5C"));
        FetchList();
        Assert.Equal(InCodePage, Said(carol));
    }
}
