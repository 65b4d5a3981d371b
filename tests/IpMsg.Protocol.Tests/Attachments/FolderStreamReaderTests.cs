using System;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Tests.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Folder streams of others, good and bad.</summary>
public class FolderStreamReaderTests
{
    private const string Example = "002e:docs:000000000:2:14=6553f100:16=6553f000:002f:a.txt:000000003:1:14=6553f100:16=6553f000:abc"
        + "0017:empty:000000000:2:000b:.:0:3:0023:.:0:3:14=6553f100:16=6553f000:";

    private const string Times = " Modified=6553f100 Created=6553f000";

    [Fact]
    [Rule(82)]
    public void R82_the_example_is_read() =>
        Assert.Equal($"+docs{Times}|a.txt 3{Times} <abc>|+empty|-|-{Times}|End", StreamTranscript.Folder(Example));

    [Theory]
    [InlineData("8:d:0:2:", "+d|")]
    [InlineData("09:d:0:2:", "+d|")]
    [InlineData("00a:d:0:2:", "+d|")]
    [InlineData("000B:d:0:2:", "+d|")]
    [InlineData("0000000f:d:0:2:", "+d|")]
    [InlineData("0000000000000017:d:0:2:", "+d|")]
    [InlineData("0015:a:0:2:99=1:14=x:", "+a|")]
    [InlineData("0015:a:0:2:14=5:::x=:", "+a Modified=5|")]
    [Rule(82)]
    public void R82_the_length_has_any_number_of_digits_and_attributes_may_be_anything(string header, string expected) =>
        Assert.Equal(expected, StreamTranscript.Folder(header, isOpen: true));

    [Fact]
    [Rule(82)]
    public void R82_folders_stand_in_folders_to_any_depth_and_their_ends_may_have_attributes()
    {
        string open = string.Concat(Enumerable.Range(0, 100).Select(depth => Record($"d{depth}:0:2")));
        string close = string.Concat(Enumerable.Range(0, 50).Select(_ => Record(".:0:3") + Record(".:0:3:14=5")));
        string expected = string.Concat(Enumerable.Range(0, 100).Select(depth => $"+d{depth}|")) + "f 1 <x>|"
            + string.Concat(Enumerable.Repeat("-|- Modified=5|", 50)) + "End";
        Assert.Equal(expected, StreamTranscript.Folder(open + Record("f:1:1") + "x" + close));
    }

    [Fact]
    [Rule(82)]
    public void R82_what_is_neither_file_nor_folder_is_thrown_away_with_its_contents() =>
        Assert.Equal("+d|(l 3 SymbolicLink)|(p 0 Pipe)|(x 5 255)|(i 2 Image)|f 1 <y>|-|End",
            StreamTranscript.Folder(Record("d:0:2") + Record("l:3:4") + "abc" + Record("p:0:7") + Record("x:5:ff") + "12345"
                + Record("i:2:20") + "zz" + Record("f:1:1") + "y" + Record(".:0:3")));

    [Fact]
    [Rule(82)]
    public void R82_a_size_with_a_folder_means_nothing() =>
        Assert.Equal("+d|+e|-|-|End", StreamTranscript.Folder(Record("d:1000:2") + Record("e:5:2") + Record(".:7:3") + Record(".:0:3")));

    [Fact]
    [Rule(75)]
    public void R75_names_have_their_colons_back() =>
        Assert.Equal("+a:b|c: 0 ReadOnly <>|-|End", StreamTranscript.Folder(Record("a::b:0:2") + Record("c:::0:101") + Record(".:0:3")));

    [Theory]
    [InlineData("000000005", "hello", "report.txt 5 <hello>|End")]
    [InlineData("0", "", "report.txt 0 <>|End")]
    [InlineData("5", "hello, and more", "report.txt 5 <hello>|End")]
    [Rule(83)]
    public void R83_a_file_alone_ends_with_its_last_byte(string size, string contents, string expected) =>
        Assert.Equal(expected, StreamTranscript.File(Record($"report.txt:{size}:1") + contents));

    [Fact]
    [Rule(83)]
    public void R83_a_file_alone_may_have_attributes() =>
        Assert.Equal($"report.txt 5 Archive{Times} <hello>|End",
            StreamTranscript.File(Record("report.txt:5:4001:14=6553f100:16=6553f000") + "hello"));

    [Fact]
    [Rule(93)]
    public void R93_names_are_read_by_the_flag_of_the_request()
    {
        byte[] stream = EscapedText.Bytes(Record(@"\x83\x5c\x95\x5c:0:1"));
        Assert.Equal("ソ表 0 <>|End", StreamTranscript.Of(Reader(flagged: false), [stream]));
        Assert.Contains("\uFFFD", StreamTranscript.Of(Reader(flagged: true), [stream]), StringComparison.Ordinal);

        static FolderStreamReader Reader(bool flagged) => new(new NameDecoder(Codecs.Japanese, flagged), false, new FolderStreamLimits());
    }

    [Theory]
    [InlineData(".:0:3")]
    [InlineData(".:0:3:14=5")]
    [Rule(86)]
    public void R86_the_end_of_a_folder_below_the_root_fails(string leave) =>
        Assert.Equal("LeavesRoot", StreamTranscript.Folder(Record(leave) + Record("d:0:2")));

    [Fact]
    [Rule(86)]
    public void R86_after_the_end_of_the_root_nothing_more_is_read() =>
        Assert.Equal("+d|-|End",
            StreamTranscript.Folder(Record("d:0:2") + Record(".:0:3") + Record(".:0:3") + Record("evil:4:1") + "evil"));

    [Theory]
    [InlineData("f:1:1")]
    [InlineData("l:1:4")]
    [InlineData("x:1:0")]
    [Rule(86)]
    public void R86_anything_before_the_folder_that_was_asked_for_fails(string record) =>
        Assert.Equal("NotAFolder", StreamTranscript.Folder(Record(record) + "x"));

    [Theory]
    [InlineData("d:0:2")]
    [InlineData(".:0:3")]
    [InlineData("l:1:4")]
    [InlineData("i:1:20")]
    [Rule(86)]
    public void R86_anything_but_the_file_that_was_asked_for_fails(string record) =>
        Assert.Equal("NotAFile", StreamTranscript.File(Record(record) + "x"));

    [Fact]
    [Rule(87)]
    public void R87_a_stream_that_breaks_off_anywhere_is_truncated()
    {
        for (int length = 0; length < Example.Length; length++)
            Assert.EndsWith("Truncated", StreamTranscript.Folder(Example[..length]), StringComparison.Ordinal);
        Assert.EndsWith("End", StreamTranscript.Folder(Example), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData(":")]
    [InlineData("0000:")]
    [InlineData("0005:")]
    [InlineData("0006:a")]
    [InlineData(" 00c:d:0:2:")]
    [InlineData("-00c:d:0:2:")]
    [InlineData("0x0d:d:0:2:")]
    [InlineData("000a:d:0:2:")]
    [InlineData("000c:d:0:2:x")]
    [Rule(87)]
    public void R87_a_header_that_is_none_fails(string header) => Assert.Equal("MalformedHeader", StreamTranscript.Folder(header));

    [Theory]
    [InlineData("d")]
    [InlineData("d:0")]
    [InlineData("d:g:2")]
    [InlineData("d:0:g")]
    [InlineData("d:0:")]
    [InlineData("d:-1:2")]
    [InlineData("d:0x1:2")]
    [InlineData("d:10000000000000000:2")]
    [InlineData("d:8000000000000000:2")]
    [InlineData("d:ffffffffffffffff:2")]
    [InlineData("d:0:10000000000000002")]
    [Rule(87)]
    public void R87_a_header_without_its_numbers_fails(string fields) =>
        Assert.Equal("MalformedHeader", StreamTranscript.Folder(Record(fields)));

    [Theory]
    [InlineData("1001:")]
    [InlineData("ffffffff:")]
    [InlineData("fffffffffffffffffffffffffffffffffffff:")]
    [Rule(87)]
    public void R87_a_header_beyond_the_limit_fails_before_it_has_come(string header) =>
        Assert.Equal("HeaderTooLong", StreamTranscript.Folder(header));

    [Fact]
    [Rule(87)]
    public void R87_a_header_may_be_as_long_as_the_limit()
    {
        string header = "0400:" + new string('a', 0x400 - 10) + ":0:2:";
        Assert.StartsWith("+aaa", StreamTranscript.Folder(header, new FolderStreamLimits { MaxHeader = 0x400 }), StringComparison.Ordinal);
        Assert.Equal("HeaderTooLong", StreamTranscript.Folder(header, new FolderStreamLimits { MaxHeader = 0x3ff }));
    }

    [Fact]
    [Rule(87)]
    public void R87_depth_number_and_size_have_limits()
    {
        string folders = Record("a:0:2") + Record("b:0:2") + Record("c:0:2"), file = Record("f:a:1") + "0123456789";
        Assert.Equal("+a|+b|+c|Truncated", StreamTranscript.Folder(folders, new FolderStreamLimits { MaxDepth = 3, MaxEntries = 3 }));
        Assert.Equal("+a|+b|TooDeep", StreamTranscript.Folder(folders, new FolderStreamLimits { MaxDepth = 2 }));
        Assert.Equal("+a|+b|TooManyEntries", StreamTranscript.Folder(folders, new FolderStreamLimits { MaxEntries = 2 }));
        Assert.Equal("f 10 <0123456789>|End", StreamTranscript.File(file, new FolderStreamLimits { MaxSize = 10 }));
        Assert.Equal("TooLarge", StreamTranscript.File(file, new FolderStreamLimits { MaxSize = 9 }));
        Assert.Equal("+a|f 10 <0123456789>|TooLarge", StreamTranscript.Folder(Record("a:0:2") + file + Record("g:7fffffffffffffff:1")));
        Assert.Equal("+a|(l 9 SymbolicLink)|TooLarge",
            StreamTranscript.Folder(Record("a:0:2") + Record("l:9:4") + "123456789" + file, new FolderStreamLimits { MaxSize = 18 }));
    }

    [Theory]
    [InlineData("2", "+d|f 2 <xy>|MalformedHeader")]
    [InlineData("4", "+d|f 4 <xyz0>|MalformedHeader")]
    [InlineData("7fffffffffffffff", "+d|f 9223372036854775807 <xyz000b:.:0:3:000b:.:0:3:Truncated")]
    [Rule(87)]
    public void R87_a_lie_about_a_size_fails(string size, string expected) =>
        Assert.Equal(expected,
            StreamTranscript.Folder(Record("d:0:2") + Record($"f:{size}:1") + "xyz" + Record(".:0:3") + Record(".:0:3")));

    [Fact]
    [Rule(82)]
    public void R82_the_streams_of_real_clients_are_read()
    {
        string times = " Modified=6b0314b9 Created=6b0314b9", later = " Modified=6b03258d Created=6b03258d",
            probe = " Modified=65000000 Created=65000000";
        Assert.Equal($"+dir1{times}|empty 0{times} <>|+sub{times}|y.txt 3{times} <yy\\x0a>|-{times}|x.txt 2{times} <x\\x0a>|-{times}|End",
            Recorded(RecordedDialogue.Reference, 109, 133));
        Assert.Equal($"+dir1{times}|x.txt 2{later} <x\\x0a>|empty 0{later} <>|+sub{times}|y.txt 3{later} <yy\\x0a>|-{later}|-{later}|End",
            Recorded(RecordedDialogue.Iptux, 54, 78));
        Assert.Equal($"+folder1{probe}|f.txt 3{probe} <abc>|+s{probe}|g.txt 2{probe} <gg>|-{probe}|-{probe}|End",
            Recorded(RecordedDialogue.Iptux, 96, 111));
    }

    private static string Recorded(string file, int first, int last)
    {
        var records = RecordedDialogue.Read(file).Where(record => record.Line >= first && record.Line <= last && !record.IsPacket);
        return StreamTranscript.Of([.. records.SelectMany(record => record.Bytes)], true, int.MaxValue);
    }

    /// <summary>A record's header with its length, of which escapes count as one.</summary>
    internal static string Record(string fields) => FormattableString.Invariant($"{EscapedText.Bytes(fields).Length + 6:x4}:{fields}:");
}
