using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Who a sender is, from header, body and trailer together.</summary>
public class EntryPayloadTests
{
    [Fact]
    [Rule(15)]
    public void R15_the_trailer_overrides_header_and_body()
    {
        var entry = PacketReading.Entry(
            @"1:1:\x95\x5c:PC1:16777217:\x83\x65\0\x83\x58\0\nUN:alice\nHN:PC2\nNN:\xe8\xa1\xa8\nGN:\xe3\x82\xbd\nVS:00010002:4:99:103");
        Assert.Equal(("alice", "PC2", "表", "ソ", "00010002:4:99:103"), (entry.User, entry.Host, entry.Nick, entry.Group, entry.Version));
    }

    [Fact]
    [Rule(15)]
    public void R15_without_CAPUTF8OPT_header_and_body_stand()
    {
        var entry = PacketReading.Entry(
            @"1:1:\x95\x5c:PC1:1:\x83\x65\0\x83\x58\0\nUN:alice\nHN:PC2\nNN:nick\nGN:group\nVS:00010002:4:99:103");
        Assert.Equal(("表", "PC1", "テ", "ス", null), (entry.User, entry.Host, entry.Nick, entry.Group, entry.Version));
    }

    [Fact]
    [Rule(15)]
    public void R15_what_the_trailer_does_not_say_is_taken_from_the_rest()
    {
        var entry = PacketReading.Entry(@"1:1:bob:PC1:16777217:\x83\x65\0\x83\x58\0\nNN:nick");
        Assert.Equal(("bob", "PC1", "nick", "ス"), (entry.User, entry.Host, entry.Nick, entry.Group));
    }

    [Fact]
    [Rule(15)]
    public void R15_an_empty_group_line_means_no_group() =>
        Assert.Equal("", PacketReading.Entry(@"1:1:bob:PC1:16777217:nick\0header group\0\nGN:").Group);

    [Fact]
    [Rule(10)]
    public void R10_an_empty_name_line_cannot_take_a_name_away()
    {
        var entry = PacketReading.Entry(@"1:1:bob:PC1:16777217:nick\0\0\nUN:\nHN:\nNN:");
        Assert.Equal(("bob", "PC1", "bob"), (entry.User, entry.Host, entry.Nick));
    }

    [Fact]
    [Rule(13)]
    public void R13_an_answer_with_the_flag_is_utf8_throughout()
    {
        var entry = PacketReading.Entry(@"1:1:\xe8\xa1\xa8:\xe3\x82\xbd:25165827:\xe4\xbd\xa0\0\xe5\xa5\xbd\0\nVS:00010002:4:99:103");
        Assert.Equal(("表", "ソ", "你", "好"), (entry.User, entry.Host, entry.Nick, entry.Group));
        Assert.Equal(ObservedEncoding.Unknown, entry.ObservedEncoding);
    }

    [Fact]
    [Rule(96)]
    public void R96_an_iptux_entry_gives_names_and_a_hint_at_the_encoding()
    {
        var entry = PacketReading.Entry(@"1_iptux 0.10.0:1:root:vm:257:nick\0group\0icon-tux.png\0utf-8\0");
        Assert.Equal(("nick", "group", "iptux 0.10.0", ObservedEncoding.SaysUtf8),
            (entry.Nick, entry.Group, entry.Version, entry.ObservedEncoding));
    }

    [Fact]
    [Rule(96)]
    public void R96_an_iptux_entry_that_says_utf8_and_sends_something_else_is_not_believed()
    {
        var entry = PacketReading.Entry(@"1_iptux 0.10.0:1:root:vm:257:\xc4\xe3\xba\xc3\0group\0icon-tux.png\0utf-8\0", Codecs.Chinese);
        Assert.Equal(("你好", ObservedEncoding.CodePage), (entry.Nick, entry.ObservedEncoding));
    }

    [Fact]
    [Rule(97)]
    public void R97_a_FeiQ_entry_gives_a_Chinese_member()
    {
        var entry = PacketReading.Entry(@"1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9:1655805996:Lee:LEE-PC:6291457:Lee\0\0");
        Assert.Equal(("Lee", "LEE-PC", "Lee", "", "FeiQ"), (entry.User, entry.Host, entry.Nick, entry.Group, entry.Version));
        Assert.Equal("你好",
            PacketReading.Entry(@"1_lbt6_0#128#C85B76BD9F3F#0#0#0#4001#9:1655805996:Lee:LEE-PC:6291457:\xc4\xe3\xba\xc3\0\0").Nick);
    }

    [Theory]
    [InlineData("1:1:bob:PC1:257:")]
    [InlineData(@"1:1:bob:PC1:257:\0group")]
    [Rule(9)]
    public void R9_without_a_nickname_the_user_name_serves(string datagram) => Assert.Equal("bob", PacketReading.Entry(datagram).Nick);

    [Fact]
    [Rule(99)]
    public void R99_a_known_writer_of_code_pages_is_read_so_where_there_is_doubt()
    {
        Assert.Equal("é", PacketReading.Entry(@"1:1:bob:PC1:257:\xc3\xa9\0").Nick);
        Assert.Equal("ﾃｩ", PacketReading.Entry(@"1:1:bob:PC1:257:\xc3\xa9\0", observed: ObservedEncoding.CodePage).Nick);
    }

    [Fact]
    [Rule(96)]
    public void R96_what_iptux_says_of_itself_does_not_outweigh_what_it_was_seen_to_send() =>
        Assert.Equal(ObservedEncoding.CodePage,
            PacketReading.Entry(@"1_iptux 0.10.0:1:root:vm:257:nick\0group\0icon\0utf-8\0",
                observed: ObservedEncoding.CodePage).ObservedEncoding);

    [Fact]
    [Rule(99)]
    public void R99_a_group_teaches_as_much_as_a_nickname()
    {
        Assert.Equal(ObservedEncoding.CodePage, PacketReading.Entry(@"1:1:bob:PC1:257:nick\0\x83\x65\0").ObservedEncoding);
        Assert.Equal(ObservedEncoding.Utf8, PacketReading.Entry(@"1:1:bob:PC1:257:nick\0\xe3\x83\x86\0").ObservedEncoding);
    }
}
