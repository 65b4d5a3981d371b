using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class TextTests
{
    private const string FeiQ = "1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9";

    private static void Say(MemberFixture fixture, uint word, string text, Encoding encoding)
    {
        fixture.Peer.Say(fixture.Node.EndPoint, word, encoding.GetBytes(text));
        fixture.Lan.Run(0);
    }

    [Theory]
    [InlineData(0x800020u, "utf-8", "テスト")]
    [InlineData(0x20u, "shift_jis", "テスト")]
    [InlineData(0x20u, "utf-8", "テスト")]
    [Rule(13)]
    public void R13_a_message_is_read_by_its_flag_or_its_bytes(uint word, string encoding, string text)
    {
        var fixture = new MemberFixture();
        Say(fixture, word, text, Encoding.GetEncoding(encoding));

        Assert.Equal([text], fixture.Texts);
    }

    [Fact]
    [Rule(13)]
    public void R13_a_message_goes_out_as_UTF8_with_the_flag_or_in_the_code_page_by_what_the_recipient_announced()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send("テスト");
        fixture.Lan.RunUntilQuiet();
        fixture.Meet(word: 3);
        fixture.Peer.Forget();
        fixture.Send("テスト");

        Assert.Equal((0x120u, "836583588367"),
            (fixture.Peer.Received[0].CommandWord, Convert.ToHexString(fixture.Peer.Received[0].BodyBytes)));
    }

    [Theory]
    [InlineData(1u, 0x120u, "A5C6A5B9A5C8")]
    [InlineData(0x01000001u, 0x01800120u, "E38386E382B9E38388")]
    [Rule(13)]
    public void R13_the_code_page_named_for_a_recipient_is_for_a_client_without_UTF8(uint entry, uint word, string bytes)
    {
        var fixture = new MemberFixture();
        fixture.Meet(word: entry);
        fixture.Lan.RunUntilQuiet();
        fixture.Peer.Forget();
        var preference = new RecipientPreference { Encoding = Encoding.GetEncoding("euc-jp") };
        var preferences = new Dictionary<IPEndPoint, RecipientPreference> { [fixture.Peer.EndPoint] = preference };
        fixture.Send(new OutgoingMessage("テスト") { Preferences = preferences }, fixture.Peer.EndPoint);

        Assert.Equal((word, bytes), (fixture.Peer.Received[0].CommandWord, Convert.ToHexString(fixture.Peer.Received[0].BodyBytes)));
    }

    [Fact]
    [Rule(99)]
    public void R99_a_member_with_names_in_a_code_page_may_write_UTF8_and_change_back()
    {
        var fixture = new MemberFixture();
        Say(fixture, 1, "太郎\0開発\0", Encoding.GetEncoding(932));
        Say(fixture, 0x20, "こんにちは世界、今日は晴れです。\0", Encoding.UTF8);
        Assert.Equal(ObservedEncoding.Utf8, fixture.Known().ObservedEncoding);
        Say(fixture, 0x20, "テスト\0", Encoding.GetEncoding(932));
        Assert.Equal(ObservedEncoding.CodePage, fixture.Known().ObservedEncoding);

        Assert.Equal(["こんにちは世界、今日は晴れです。", "テスト"], fixture.Texts);
    }

    [Fact]
    [Rule(99)]
    public void R99_the_habit_of_a_member_is_not_that_of_others_at_its_address()
    {
        var fixture = new MemberFixture();
        Say(fixture, 1, "太郎\0開発\0", Encoding.GetEncoding(932));
        fixture.Peer.User = "script";
        Say(fixture, 0x20, "é\0", Encoding.UTF8);
        Assert.Equal("é", fixture.Texts[^1]);
        Assert.Equal(ObservedEncoding.CodePage, fixture.Known().ObservedEncoding);
        fixture.Peer.User = "peer";
        Say(fixture, 0x20, "é\0", Encoding.UTF8);
        Assert.Equal("ﾃｩ", fixture.Texts[^1]);
    }

    [Theory]
    [InlineData("time{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 微软雅黑 8404992;}", "time")]
    [InlineData("a {/font;1;} b{/font;-12 0 0 0 400 0 0 0 0 3 2 1 34 Times New Roman 0;}", "a {/font;1;} b")]
    [InlineData("{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 Arial 8404992;}", "")]
    [InlineData("time{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 Arial 8404992;} ", null)]
    [InlineData("time{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 Arial;}", null)]
    [InlineData("time{/font;x 0 0 0 400 0 0 0 134 0 0 2 32 Arial 8404992;}", null)]
    [InlineData("time{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 The longest name of all of them 0;}", "time")]
    [InlineData("time{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 The longest name of all of them! 0;}", null)]
    [InlineData("time{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 another\nline 0;}", null)]
    [InlineData("{/font;;}", null)]
    [InlineData("{/font;}", null)]
    [InlineData(";}", null)]
    [Rule(108)]
    public void R108_the_font_at_the_end_of_a_text_is_left_out_and_the_raw_text_has_it(string sent, string? shown)
    {
        var fixture = new MemberFixture();
        fixture.Peer.Send(fixture.Node.EndPoint, Encoding.ASCII.GetBytes(FeiQ + ":1655805996:Lee:LEE-PC:6291457:Lee\0\0"));
        Say(fixture, 0x20, sent + "\0", Encoding.GetEncoding("gb18030"));
        var message = fixture.Machine.Inbox.Waiting.Single();
        Assert.Equal((shown ?? sent, sent), (message.Text, message.RawText));
    }

    [Theory]
    [InlineData("hello /:)/:pingpong", true, "hello [smile][ping-pong]")]
    [InlineData("/:shd/:sun/:shl/:share/:shake/:shit", true, "[lightning][sun][victory][handshake][shivering][poop]")]
    [InlineData("/:-|/:-S/:|/;-D/;d/8-)/|-)/!!!/<rotate>", true,
        "[awkward][cursing][stunned][cute][rolling eyes][smug][drowsy][skull][spinning]")]
    [InlineData("/:no such/ /: /", true, "/:no such/ /: /")]
    [InlineData("hello /:)", false, "hello /:)")]
    [InlineData("/~#>Ab12cd34<B~", false, "[image]")]
    [InlineData("/~#>Ab12cd34<B~", true, "[image]")]
    [InlineData("see /~#>ab12cd34<B~/~#>ab12cd35<B~ /:) ", true, "see [image][image] [smile] ")]
    [InlineData("see /~#>ab12cd34<B~ /:)", false, "see [image] /:)")]
    [InlineData("/~#>ab12cd3<B~", true, "/~#>ab12cd3<B~")]
    [InlineData("/~#>ab12cd3g<B~", true, "/~#>ab12cd3g<B~")]
    [InlineData("/~#>ab12cd34<B", true, "/~#>ab12cd34<B")]
    [InlineData("/~#>", false, "/~#>")]
    [Rule(112)]
    public void R112_codes_of_emoticons_and_images_are_read_as_words_and_the_raw_text_has_them(string text, bool hasFont, string shown)
    {
        string sent = text + (hasFont ? "{/font;-16 0 0 0 400 0 0 0 134 0 0 2 32 微软雅黑 8404992;}" : "");
        var fixture = new MemberFixture();
        fixture.Peer.Send(fixture.Node.EndPoint, Encoding.ASCII.GetBytes(FeiQ + ":1655805996:Lee:LEE-PC:6291457:Lee\0\0"));
        Say(fixture, 0x20, sent + "\0", Encoding.GetEncoding("gb18030"));
        var message = fixture.Machine.Inbox.Waiting.Single();
        Assert.Equal((shown, sent), (message.Text, message.RawText));
    }

    [Fact]
    [Rule(97)]
    public void R97_a_FeiQ_entry_makes_a_member_that_reads_and_writes_GBK()
    {
        var fixture = new MemberFixture();
        fixture.Peer.Send(fixture.Node.EndPoint, Encoding.ASCII.GetBytes(FeiQ + ":1655805996:Lee:LEE-PC:6291457:Lee\0\0"));
        fixture.Lan.Run(0);
        var member = fixture.Known("Lee");
        Assert.Equal(("Lee", "LEE-PC", ClientDialect.FeiQ), (member.NickName, member.HostName, member.Dialect));

        Say(fixture, 0x20, "你好", Encoding.GetEncoding("gb18030"));
        Assert.Equal(["你好"], fixture.Texts);
        fixture.Send("你好");
        Assert.Equal((0x120u, "C4E3BAC3"),
            (fixture.Peer.Received.Last().CommandWord, Convert.ToHexString(fixture.Peer.Received.Last().BodyBytes)));
    }

    [Fact]
    [Rule(99)]
    public void R99_text_without_a_flag_from_a_peer_known_for_UTF8_is_read_and_answered_in_UTF8()
    {
        var fixture = new MemberFixture();
        Say(fixture, 3, "テスト\0\0", Encoding.UTF8);
        Assert.Equal(("テスト", ObservedEncoding.Utf8), (fixture.Known().NickName, fixture.Known().ObservedEncoding));
        Say(fixture, 0x20, "ソ", Encoding.UTF8);
        fixture.Send("ソ");

        Assert.Equal(["ソ"], fixture.Texts);
        Assert.Equal((0x120u, "ソ"), (fixture.Peer.Received.Last().CommandWord, fixture.Peer.Received.Last().Text));
    }

    [Fact]
    [Rule(99)]
    public void R99_what_a_peer_was_seen_to_write_outweighs_bytes_that_look_like_UTF8_by_chance()
    {
        var fixture = new MemberFixture();
        fixture.Meet(word: 3);
        Say(fixture, 0x20, "テスト", Encoding.GetEncoding(932));
        Say(fixture, 0x20, "ﾄﾂ", Encoding.GetEncoding(932));
        fixture.Meet(word: 3);
        Say(fixture, 0x20, "ﾂｩ", Encoding.GetEncoding(932));

        Assert.Equal(["テスト", "ﾄﾂ", "ﾂｩ"], fixture.Texts);
        Assert.Equal(ObservedEncoding.CodePage, fixture.Known().ObservedEncoding);
    }

    [Fact]
    [Rule(100)]
    public void R100_the_capabilities_of_IpMsgNet_are_not_trusted_and_its_text_is_not_UTF8()
    {
        var fixture = new MemberFixture();
        fixture.Meet(word: 0x8F200003);
        Assert.Equal((EntryFlags.CanTransferFiles, ClientDialect.IpMsgNet), (fixture.Known().Status, fixture.Known().Dialect));
        fixture.Send("テスト");

        Assert.Equal((0x120u, "836583588367"),
            (fixture.Peer.Received.Single().CommandWord, Convert.ToHexString(fixture.Peer.Received.Single().BodyBytes)));
    }

    [Theory]
    [InlineData("one\r\ntwo\rthree\nfour")]
    [InlineData("one\ntwo\nthree\nfour")]
    [Rule(19)]
    public void R19_lines_end_with_LF_alone_on_the_wire_and_in_what_is_received(string text)
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send(text);
        fixture.Receive(MemberFixture.Message, text);

        Assert.Equal("one\ntwo\nthree\nfour", fixture.Peer.Received.Single().Body);
        Assert.Equal(["one\ntwo\nthree\nfour"], fixture.Texts);
    }

    [Theory]
    [InlineData(0x800020u)]
    [InlineData(0x20u)]
    [Rule(20)]
    public void R20_what_cannot_be_decoded_does_not_throw_and_shows_substitutes(uint word)
    {
        var fixture = new MemberFixture();
        fixture.Peer.User = "\u00FF";
        fixture.Receive(word, "a\xff\xfe\x80z");

        string text = fixture.Texts.Single();
        Assert.StartsWith("a", text, StringComparison.Ordinal);
        Assert.EndsWith("z", text, StringComparison.Ordinal);
        Assert.True(text.Length > 2);
    }

    [Theory]
    [InlineData(3u, "日本語", false)]
    [InlineData(3u, "日本語 😀", true)]
    [InlineData(0x01000003u, "日本語 😀", false)]
    public void A_text_that_the_recipients_code_page_lacks_is_marked(uint entry, string text, bool isLossy)
    {
        var fixture = new MemberFixture();
        fixture.Meet(word: entry);

        Assert.Equal(isLossy, fixture.Send(text).IsLossy);
    }

    [Fact]
    public void Recipients_of_different_encodings_get_one_number_and_their_own_bytes()
    {
        var fixture = new MemberFixture();
        var old = fixture.AnotherPeer(3, "old");
        fixture.Meet();
        fixture.Meet(old, 3);
        fixture.Send(new OutgoingMessage("テスト"), fixture.Peer.EndPoint, old.EndPoint);

        Assert.Equal((0x01800920u, "テスト"), (fixture.Peer.Received.Single().CommandWord, fixture.Peer.Received[0].Text));
        Assert.Equal((0x920u, "836583588367"), (old.Received.Single().CommandWord, Convert.ToHexString(old.Received[0].BodyBytes)));
        Assert.Equal(fixture.Peer.Received[0].NumberText, old.Received[0].NumberText);
    }

    [Fact]
    public void A_mere_address_gets_ASCII_without_and_anything_else_with_the_flag()
    {
        var fixture = new MemberFixture();
        fixture.PeerConfirms();
        fixture.Send("plain");
        fixture.Send("テスト");

        Assert.Equal([0x120u, 0x01800120u], fixture.Peer.Received.Select(each => each.CommandWord));
    }
}
