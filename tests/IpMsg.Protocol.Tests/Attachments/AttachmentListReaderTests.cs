using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Tests.Wire;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Attachment lists as others write them.</summary>
public class AttachmentListReaderTests
{
    private static readonly string[] s_example = ["1073741824 report.txt 5 6553f100 Regular None",
        "1073741825 docs 0 6553f100 Folder None"];

    [Theory]
    [InlineData(@"1073741824:report.txt:5:6553f100:1:\a1073741825:docs:0:6553f100:2:\a")]
    [InlineData(@"1073741824:report.txt:5:6553f100:1:\a1073741825:docs:0:6553f100:2:")]
    [InlineData(@"1073741824:report.txt:5:6553f100:1\a1073741825:docs:0:6553f100:2\a")]
    [InlineData(@"1073741824:report.txt:5:6553f100:1\a1073741825:docs:0:6553f100:2")]
    [InlineData(@"1073741824:report.txt:5:6553f100:1:\a:1073741825:docs:0:6553f100:2:\a")]
    [InlineData(@"1073741824:report.txt:5:6553f100:1:\a:1073741825:docs:0:6553f100:2:\a:")]
    [InlineData(@"1073741824:report.txt:5:6553f100:1\a:1073741825:docs:0:6553f100:2\a:")]
    [InlineData(@"1073741824:report.txt:5:6553f100:1\a:1073741825:docs:0:6553f100:2")]
    [InlineData(@":1073741824:report.txt:5:6553f100:1:\a\a\a1073741825:docs:0:6553f100:2::\a\a")]
    [InlineData(@"1073741824:report.txt:00005:6553F100:001::::\a1073741825:docs:1F:6553F100:2:\a")]
    [Rule(74)]
    public void R74_the_example_is_read_whatever_stands_between_the_entries(string list) =>
        Assert.Equal(s_example, AttachmentText.Of(AttachmentText.List(list)));

    [Theory]
    [InlineData("a::b.txt", "a:b.txt")]
    [InlineData("::b", ":b")]
    [InlineData("a::", "a:")]
    [InlineData("a::::b", "a::b")]
    [InlineData("::", ":")]
    [Rule(75)]
    public void R75_a_doubled_colon_is_one_of_the_name(string sent, string name) =>
        Assert.Equal($"7 {name} 5 6553f100 Regular None",
            AttachmentText.Of(Assert.Single(AttachmentText.List($@"7:{sent}:5:6553f100:1:\a"))));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("4294967295", 4294967295)]
    [InlineData("0000000010", 10)]
    [Rule(76)]
    public void R76_an_id_is_decimal(string sent, uint id) => Assert.Equal(id, Assert.Single(AttachmentText.List($"{sent}:n:0:0:1:")).Id);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("ffffffff", 4294967295)]
    [InlineData("100000000", 4294967296)]
    [InlineData("0000000100000000", 4294967296)]
    [InlineData("7fffffffffffffff", long.MaxValue)]
    [Rule(77)]
    public void R77_a_size_has_up_to_63_bits(string sent, long size) =>
        Assert.Equal(size, Assert.Single(AttachmentText.List($"1:n:{sent}:0:1:")).Size);

    [Theory]
    [InlineData("6553f100", "2023-11-14T22:13:20Z")]
    [InlineData("fffffffe", "2106-02-07T06:28:14Z")]
    [InlineData("400000000", "2514-05-30T01:53:04Z")]
    [InlineData("1da1747c66d0000", "2023-11-14T22:13:20Z")]
    [InlineData("0", null)]
    [InlineData("", null)]
    [InlineData("yesterday", null)]
    [InlineData("18bcfe56800", null)]
    [InlineData("ffffffffffffffff", null)]
    [InlineData("10000000000000000", null)]
    [Rule(77)]
    public void R77_a_time_counts_seconds_or_is_a_filetime(string sent, string? time) =>
        Assert.Equal(time is null ? null : DateTimeOffset.Parse(time, null),
            Assert.Single(AttachmentText.List($"1:n:0:{sent}:1:8=0")).Modified);

    [Fact]
    [Rule(74)]
    public void R74_options_are_told_from_the_type()
    {
        var flags = AttachmentText.List(@"1:a:0:1:101:\a2:b:0:1:f102:\a3:c:0:1:4020:\a").Select(each => (each.Kind, each.Flags));
        Assert.Equal(
        [
            (FileKind.Regular, FileFlags.ReadOnly),
            (FileKind.Folder, FileFlags.ReadOnly | FileFlags.Hidden | FileFlags.HiddenExtension | FileFlags.Archive | FileFlags.System),
            (FileKind.Image, FileFlags.Archive),
        ],
        flags);
    }

    [Theory]
    [InlineData("1:n:5", FileKind.Regular)]
    [InlineData("1:n:5:6553f100", FileKind.Regular)]
    [InlineData("1:n:5:6553f100:", FileKind.Regular)]
    [InlineData("1:n:5:6553f100::", FileKind.Regular)]
    [InlineData("1:n:5:6553f100:2", FileKind.Folder)]
    [Rule(74)]
    public void R74_without_an_attribute_word_it_is_a_file(string entry, FileKind kind) =>
        Assert.Equal(kind, Assert.Single(AttachmentText.List(entry)).Kind);

    [Fact]
    [Rule(74)]
    public void R74_every_extended_attribute_is_read()
    {
        const string Entry =
            "1:n:5:6553f100:1:1=3e8:2=al::ice:3=64:4=staff:8=3:10=1a4:11=8:12=1:13=6553f101:14=6553f102:15=6553f103:16=6553f104"
                + ":20=54455854:21=4d535744:22=00,01:30=user::rw:40=alias:41=\u00E3\u0081\u0082:14=6553f105:";
        Assert.Equal(
            " UserId=3e8 UserName=al:ice GroupId=64 GroupName=staff Position=3 Permissions=1a4 MajorNumber=8 MinorNumber=1 "
                + "Changed=6553f101 Modified=6553f105"
                + " Accessed=6553f103 Created=6553f104 Creator=54455854 MacType=4d535744 FinderInfo=00,01 AccessList=user:rw "
                + "AliasName=alias UnicodeName=あ",
            AttachmentText.Of(Assert.Single(AttachmentText.List(Entry)).ExtendedAttributes));
    }

    [Fact]
    [Rule(82)]
    public void R82_attributes_that_nobody_knows_or_that_make_no_sense_are_passed_over() =>
        Assert.Equal(" Modified=5 Accessed=6 Created=7",
            AttachmentText.Of(
                Assert.Single(AttachmentText.List(
                    "1:n:5:1:1:99=1:=:5:14=5,6,7:x=y:10=:10=-1:8=zz:1=10000000000000000:15=6::16=9:114=3:16=7")).ExtendedAttributes));

    [Theory]
    [InlineData("8=3", 3)]
    [InlineData("8=ff", 255)]
    [InlineData("8=80000000", null)]
    [InlineData("14=1", null)]
    [Rule(94)]
    public void R94_an_image_has_its_position_in_the_text(string extra, int? position)
    {
        var image = Assert.Single(AttachmentText.List($@"1073741824:ipmsgclip_s_1700000030_3.png:1a2b:6553f100:20:{extra}:\a"));
        Assert.Equal((FileKind.Image, 0x1a2bL, position), (image.Kind, image.Size, image.ExtendedAttributes.Position));
    }

    [Fact]
    [Rule(94)]
    public void R94_without_support_for_images_they_are_skipped() =>
        Assert.Equal("b", Assert.Single(AttachmentText.List(@"1:a.png:1:0:20:8=3:\a2:b:1:0:1:\a", acceptsImages: false)).Name);

    [Theory]
    [InlineData("")]
    [InlineData(@"\a")]
    [InlineData(":")]
    [InlineData(@":\a:\a::\a:::")]
    [InlineData("garbage")]
    [InlineData("1")]
    [InlineData("1:n")]
    [InlineData("1:n:")]
    [InlineData("1:n:5g:0:1:")]
    [InlineData("1:n:-5:0:1:")]
    [InlineData("1:n:8000000000000000:0:1:")]
    [InlineData("1:n:5:0:g:")]
    [InlineData("-1:n:5:0:1:")]
    [InlineData("x:n:5:0:1:")]
    [InlineData("4294967296:n:5:0:1:")]
    [InlineData("99999999999999999999999:n:5:0:1:")]
    [InlineData("1:n:5:0:0:")]
    [InlineData("1:n:5:0:3:")]
    [InlineData("1:n:5:0:4:")]
    [InlineData("1:n:5:0:99:")]
    [InlineData(@"\xff\xfe\xfd")]
    [Rule(95)]
    public void R95_what_cannot_be_read_is_passed_over(string garbled)
    {
        Assert.Empty(AttachmentText.List(garbled));
        Assert.Equal(s_example,
            AttachmentText.Of(AttachmentText.List($@"1073741824:report.txt:5:6553f100:1:\a{garbled}\a1073741825:docs:0:6553f100:2:\a")));
    }

    [Fact]
    [Rule(13)]
    public void R13_names_are_read_by_the_flag_and_else_by_the_whole_list()
    {
        string utf8 = EscapedText.Show(Encoding.UTF8.GetBytes("1:表.txt:0:0:1:"));
        string codePage = EscapedText.Show(Codecs.ShiftJis.GetBytes("1:表.txt:0:0:1:\a2:ソ:0:0:1:"));
        var unflagged = new NameDecoder(Codecs.Japanese, flagged: false);
        Assert.Equal("表.txt", AttachmentText.List(utf8)[0].Name);
        Assert.Equal("表.txt", AttachmentText.List(utf8, unflagged)[0].Name);
        Assert.Equal(["表.txt", "ソ"], AttachmentText.List(codePage, unflagged).Select(each => each.Name));
        // c2 bf alone is a UTF-8 character; beside what is none it is two of the code page.
        Assert.Equal(["ﾂｿ", "ソ"], AttachmentText.List(@"1:\xc2\xbf:0:0:1:\a2:\x83\x5c:0:0:1:", unflagged).Select(each => each.Name));
        Assert.Equal("你好",
            AttachmentText.List(@"1:\xc4\xe3\xba\xc3:0:0:1:",
                new NameDecoder(Codecs.Japanese, false, ObservedEncoding.Unknown, ClientDialect.FeiQ))[0].Name);
    }

    [Fact]
    [Rule(20)]
    public void R20_half_a_character_at_the_end_of_a_name_does_not_swallow_the_colon() =>
        Assert.Equal((5L, FileKind.Regular),
            AttachmentText.List(@"1:a\x83:5:0:1:", new NameDecoder(Codecs.Japanese, flagged: false))
                .Select(each => (each.Size, each.Kind)).Single());

    [Fact]
    [Rule(74)]
    public void R74_the_lists_of_real_clients_are_read()
    {
        Assert.Equal(["465603384 a.txt 13 6b0314b9 Regular None", "465603385 dir1 0 6b0314b9 Folder None"],
            Recorded(RecordedDialogue.Reference, 91));
        Assert.Equal(["0 my:file.txt 3000 65000000 Regular None Modified=65000000", "1 folder1 0 65000000 Folder None"],
            Recorded(RecordedDialogue.Reference, 139));
        Assert.Equal(["10000 a.txt 13 6b03258d Regular None", "10001 b 日本.bin 128000 6b03258d Regular None",
            "10002 dir1 0 6b0314b9 Folder None"], Recorded(RecordedDialogue.Iptux, 30));
        Assert.Equal(["0 my file.txt 3000 65000000 Regular None Modified=65000000", "1 folder1 0 65000000 Folder None"],
            Recorded(RecordedDialogue.Iptux, 84));
    }

    private static string[] Recorded(string file, int line)
    {
        var packet = PacketReading.Of(RecordedDialogue.At(file, line).Bytes);
        Assert.True((packet.MessageFlags & MessageFlags.Attachments) != 0);
        return [.. AttachmentText.Of(AttachmentListReader.Read(packet.Ext, new NameDecoder(Codecs.Japanese, packet.IsUtf8)))];
    }
}
