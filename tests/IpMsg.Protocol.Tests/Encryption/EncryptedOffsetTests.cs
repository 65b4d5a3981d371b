using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Tests.Attachments;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>The announcement of offsets in encrypted requests, and the requests that have one, byte for byte.</summary>
public sealed class EncryptedOffsetTests
{
    private const string Entry = @"1073741824:report.txt:5:6553f100:1:6a=1:\x07";
    private const string Request =
        "6553f10a:40000000:2:900000:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f:6553f114";
    private const uint Number = 1700000020;

    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly FileRequestProof s_proof = new(FileBodyProtection.Contents, s_key, Number);
    private static readonly FileRequest s_request = new(Command.GetFileData, 1700000010, 1073741824, 2);

    [Fact]
    [Rule(106)]
    public void R106_an_entry_announces_offsets_in_an_attribute_of_our_own()
    {
        var attachment = new Attachment(1073741824, "report.txt", 5, FileKind.Regular)
        {
            Modified = DateTimeOffset.FromUnixTimeSeconds(0x6553f100),
            ExtendedAttributes = new ExtendedAttributes(ExtendedAttribute.EncryptedOffsets),
        };
        Assert.Equal(Entry, EscapedText.Show(WriterOutput.Bytes((ref writer) =>
            AttachmentListWriter.Write(ref writer, [attachment], TextCodec.Utf8))));
        Assert.True(Assert.Single(AttachmentText.List(Entry)).HasEncryptedOffsets);
    }

    [Theory]
    [InlineData("1:n:5:6553f100:1:6a=1:", true)]
    [InlineData("1:n:5:6553f100:1:14=5:6A=01", true)]
    [InlineData("1:n:5:6553f100:1", false)]
    [InlineData("1:n:5:6553f100:1:6a=0", false)]
    [InlineData("1:n:5:6553f100:1:6a=2", false)]
    [InlineData("1:n:5:6553f100:1:6a=-1", false)]
    [InlineData("1:n:5:6553f100:1:6a", false)]
    [InlineData("1:n:5:6553f100:1:6b=1", false)]
    [InlineData("1:n:5:6553f100:1:16a=1", false)]
    [InlineData("1:n:5:6553f100:2:6a=1", false)]
    [InlineData("1:n.png:5:6553f100:20:6a=1", false)]
    [Rule(106)]
    public void R106_only_the_value_1_on_a_file_counts(string entry, bool isAnnounced) =>
        Assert.Equal(isAnnounced, Assert.Single(AttachmentText.List(entry)).HasEncryptedOffsets);

    [Fact]
    [Rule(92, 106)]
    public void R92_R106_the_offset_is_inside_the_protected_body()
    {
        Assert.Equal(Request + "\0", WriterOutput.Text((ref writer) => ProtectedFileRequest.Write(ref writer, s_request, s_proof)));
        Assert.True(ProtectedFileRequest.TryRead(Command.GetFileData, Encoding.ASCII.GetBytes(Request), out var request, out var proof));
        Assert.Equal(s_request, request);
        Assert.Equal((FileBodyProtection.Contents, Number), (proof.Protection, proof.Number));
        Assert.Equal(s_key, proof.Key);
    }

    [Theory]
    [InlineData("7fffffffffffffff", long.MaxValue)]
    [InlineData("8000000000000000", null)]
    [InlineData("ffffffffffffffff", null)]
    [InlineData("10000000000000000", null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("0x2", null)]
    [InlineData("2 ", null)]
    [Rule(106)]
    public void R106_an_offset_that_is_no_number_of_63_bits_is_no_request(string offset, long? expected)
    {
        byte[] body = Encoding.ASCII.GetBytes(Request.Replace(":2:", ":" + offset + ":", StringComparison.Ordinal));
        bool isRead = ProtectedFileRequest.TryRead(Command.GetFileData, body, out var request, out _);
        Assert.Equal(expected, isRead ? request.Offset : null);
    }

    [Fact]
    [Rule(91, 106)]
    public void R91_R106_the_keystream_begins_with_the_first_byte_that_is_sent()
    {
        byte[] contents = "llo"u8.ToArray();
        using var cipher = new TransferCipher(s_key, "1700000020"u8);
        cipher.Transform(contents);
        Assert.Equal("aea96c", Convert.ToHexStringLower(contents));
    }
}
