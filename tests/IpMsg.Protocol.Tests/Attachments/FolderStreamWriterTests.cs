using System;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Tests.Wire;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Folder streams as we write them.</summary>
public class FolderStreamWriterTests
{
    private static readonly DateTimeOffset s_modified = DateTimeOffset.FromUnixTimeSeconds(0x6553f100);
    private static readonly ExtendedAttributes s_times = new(new(ExtendedAttributeKey.Modified, s_modified),
        new(ExtendedAttributeKey.Created, DateTimeOffset.FromUnixTimeSeconds(0x6553f000)));

    [Fact]
    [Rule(81)]
    public void R81_the_example_is_written_byte_by_byte()
    {
        var writer = new FolderStreamWriter(TextCodec.Utf8);
        var stream = new StringBuilder();
        stream.Append(Show(writer.EnterFolder("docs", FileFlags.None, s_times)));
        stream.Append(Show(writer.BeginFile("a.txt", 3, FileFlags.None, s_times))).Append("abc");
        stream.Append(Show(writer.EnterFolder("empty", FileFlags.None, ExtendedAttributes.None)));
        stream.Append(Show(writer.LeaveFolder(ExtendedAttributes.None)));
        stream.Append(Show(writer.LeaveFolder(s_times)));
        Assert.Equal(
            "002e:docs:000000000:2:14=6553f100:16=6553f000:002f:a.txt:000000003:1:14=6553f100:16=6553f000:abc"
                + "0017:empty:000000000:2:000b:.:0:3:0023:.:0:3:14=6553f100:16=6553f000:",
            stream.ToString());
    }

    [Theory]
    [InlineData("big.bin", 0x100000000, "0019:big.bin:100000000:1:")]
    [InlineData("n", 0x7fffffffffffffff, "001a:n:7fffffffffffffff:1:")]
    [InlineData("a:b", 0, "0016:a::b:000000000:1:")]
    [InlineData("表", 1, @"0015:\xe8\xa1\xa8:000000001:1:")]
    [Rule(81)]
    public void R81_the_length_of_a_header_counts_its_bytes_to_the_last_colon(string name, long size, string header)
    {
        string shown = Show(new FolderStreamWriter(TextCodec.Utf8).BeginFile(name, size, FileFlags.None, ExtendedAttributes.None));
        Assert.Equal(header, shown);
        Assert.Equal(EscapedText.Bytes(shown).Length, Convert.ToInt32(shown[..4], 16));
    }

    [Fact]
    [Rule(83)]
    public void R83_a_file_alone_is_one_header() =>
        Assert.Equal("0034:report.txt:000000005:1:14=6553f100:16=6553f000:",
            Show(new FolderStreamWriter(TextCodec.Utf8).BeginFile("report.txt", 5, FileFlags.None, s_times)));

    [Fact]
    [Rule(81)]
    public void R81_options_stand_beside_the_type()
    {
        var writer = new FolderStreamWriter(TextCodec.Utf8);
        Assert.Equal("0016:n:000000000:9101:",
            Show(writer.BeginFile("n", 0, FileFlags.ReadOnly | FileFlags.Hidden | FileFlags.System, ExtendedAttributes.None)));
        Assert.Equal("0016:n:000000000:1002:", Show(writer.EnterFolder("n", FileFlags.Hidden, ExtendedAttributes.None)));
    }

    [Fact]
    [Rule(93)]
    public void R93_names_are_written_in_the_encoding_of_the_request() =>
        Assert.Equal(@"0014:\x83\x5c:000000000:1:",
            Show(new FolderStreamWriter(Codecs.ShiftJis).BeginFile("ソ", 0, FileFlags.None, ExtendedAttributes.None)));

    [Fact]
    [Rule(81)]
    public void R81_a_header_has_no_more_than_1000_bytes_and_the_name_counts_most()
    {
        var writer = new FolderStreamWriter(TextCodec.Utf8);
        var owner = new ExtendedAttributes(new ExtendedAttribute(ExtendedAttributeKey.UserName, new string('u', 300)));
        string name = new('あ', 255);
        Assert.Equal($"030f:{EscapedText.Show(Encoding.UTF8.GetBytes(name))}:000000000:1:",
            Show(writer.BeginFile(name, 0, FileFlags.None, owner)));
        Assert.InRange(writer.BeginFile(new string('あ', 200), 0, FileFlags.None, owner).Length, 900, 1000);
        Assert.True(writer.BeginFile(new string('a', 1000), 0, FileFlags.None, owner).IsEmpty);
    }

    private static string Show(ReadOnlyMemory<byte> header) => EscapedText.Show(header.Span);
}
