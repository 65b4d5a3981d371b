using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Tests.Wire;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Attachment lists as we write them.</summary>
public class AttachmentListWriterTests
{
    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeSeconds(0x6553f100);

    [Fact]
    [Rule(74)]
    public void R74_the_example_is_written_byte_by_byte() =>
        Assert.Equal(@"1073741824:report.txt:5:6553f100:1:\x071073741825:docs:0:6553f100:2:\x07",
            Written(TextCodec.Utf8, File(1073741824, "report.txt", 5), File(1073741825, "docs", 0) with { Kind = FileKind.Folder }));

    [Theory]
    [InlineData("a:b.txt", "a::b.txt")]
    [InlineData(":", "::")]
    [InlineData("a:", "a::")]
    [InlineData("a\ab\0c\nd", "a_b_c_d")]
    [InlineData("a?b", "a?b")]
    [Rule(75)]
    public void R75_a_colon_in_a_name_is_doubled_and_nothing_in_it_ends_the_entry(string name, string written) =>
        Assert.Equal($@"1:{written}:5:6553f100:1:\x07", Written(TextCodec.Utf8, File(1, name, 5)));

    [Fact]
    [Rule(76)]
    public void R76_ids_are_decimal() =>
        Assert.Equal(@"0:n:5:6553f100:1:\x074294967295:n:5:6553f100:1:\x07",
            Written(TextCodec.Utf8, File(0, "n", 5), File(uint.MaxValue, "n", 5)));

    [Fact]
    [Rule(77)]
    public void R77_sizes_beyond_4_GiB_have_more_digits() =>
        Assert.Equal(@"1:n:100000000:6553f100:1:\x071:n:7fffffffffffffff:6553f100:1:\x07",
            Written(TextCodec.Utf8, File(1, "n", 1L << 32), File(1, "n", long.MaxValue)));

    [Fact]
    [Rule(77)]
    public void R77_an_unknown_time_and_one_before_1970_are_zero()
    {
        Assert.Equal(@"1:n:5:0:1:\x07", Written(TextCodec.Utf8, File(1, "n", 5) with { Modified = null }));
        Assert.Equal(@"1:n:5:0:1:\x07",
            Written(TextCodec.Utf8, File(1, "n", 5) with { Modified = DateTimeOffset.FromUnixTimeSeconds(-1) }));
    }

    [Fact]
    [Rule(94)]
    public void R94_an_image_is_written_with_its_position()
    {
        var image = new Attachment(1073741824, "ipmsgclip_s_1700000030_3.png", 0x1a2b, FileKind.Image)
        {
            Modified = s_time,
            ExtendedAttributes = new ExtendedAttributes(new ExtendedAttribute(ExtendedAttributeKey.Position, 3)),
        };
        Assert.Equal(@"1073741824:ipmsgclip_s_1700000030_3.png:1a2b:6553f100:20:8=3:\x07", Written(TextCodec.Utf8, image));
    }

    [Fact]
    [Rule(81)]
    public void R81_attributes_are_written_in_the_order_of_their_keys_and_empty_ones_not_at_all()
    {
        var attributes = new ExtendedAttributes(new(ExtendedAttributeKey.Created, s_time), new(ExtendedAttributeKey.Permissions, 0x1a4),
            new(ExtendedAttributeKey.UserName, "a:b"), new(ExtendedAttributeKey.GroupName, ""), new(ExtendedAttributeKey.Modified, s_time));
        Assert.Equal(@"1:n:5:6553f100:5101:2=a::b:10=1a4:14=6553f100:16=6553f100:\x07",
            Written(TextCodec.Utf8,
                File(1, "n", 5) with
                {
                    ExtendedAttributes = attributes,
                    Flags = FileFlags.ReadOnly | FileFlags.Hidden | FileFlags.Archive
                }));
    }

    [Fact]
    [Rule(13)]
    public void R13_names_are_written_in_the_encoding_of_the_message()
    {
        Assert.StartsWith(@"1:\xe8\xa1\xa8:", Written(TextCodec.Utf8, File(1, "表", 5)));
        Assert.StartsWith(@"1:\x95\x5c:", Written(Codecs.ShiftJis, File(1, "表", 5)));
        Assert.StartsWith(@"1:_.txt:", Written(Codecs.ShiftJis, File(1, "한.txt", 5)));
        // Code page 437 has a BEL for the bullet, and other code pages have colons for characters that are none.
        Assert.StartsWith(@"1:_::a:", Written(Encoding.GetEncoding(437), File(1, "\u2022:a", 5)));
    }

    [Fact]
    [Rule(74)]
    public void R74_what_is_written_is_read_again()
    {
        Attachment[] list =
        [
            File(1, "a:b::c:", 5), File(2, "::", long.MaxValue) with { Flags = FileFlags.System },
            File(3, "日本語 表ソ.txt",
                0) with { ExtendedAttributes = new ExtendedAttributes(new(ExtendedAttributeKey.UserName, ":"),
                    new(ExtendedAttributeKey.Accessed, s_time)) },
            File(4, "x", 0) with { Kind = FileKind.Folder },
        ];
        foreach (var encoding in new[] { TextCodec.Utf8, Codecs.ShiftJis })
        {
            var names = new NameDecoder(Codecs.Japanese, ReferenceEquals(encoding, TextCodec.Utf8));
            Assert.Equal(AttachmentText.Of(list), AttachmentText.Of(AttachmentText.List(Written(encoding, list), names)));
        }
    }

    [Fact]
    [Rule(18)]
    public void R18_a_list_that_does_not_fit_says_so()
    {
        var writer = new PacketWriter(new byte[20]);
        AttachmentListWriter.Write(ref writer, [File(1, "report.txt", 5)], TextCodec.Utf8);
        Assert.True(writer.IsFull);
    }

    private static Attachment File(uint id, string name, long size) => new(id, name, size, FileKind.Regular) { Modified = s_time };

    private static string Written(Encoding encoding, params Attachment[] list)
    {
        byte[] buffer = new byte[2000];
        var writer = new PacketWriter(buffer);
        AttachmentListWriter.Write(ref writer, list, encoding);
        Assert.False(writer.IsFull);
        return PacketReading.Show(buffer.AsSpan(0, writer.Length));
    }
}
