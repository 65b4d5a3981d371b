using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Tests.Wire;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>File requests, ours and those of others.</summary>
public class FileRequestTests
{
    private const string File = "1:1700000020:bob:BOB-PC:8388704:", Folder = "1:1700000020:bob:BOB-PC:8388706:";

    [Theory]
    [InlineData(Command.GetFileData, 0, @"1:1700000020:bob:BOB-PC:8388704:6553f10a:40000000:0:\x00")]
    [InlineData(Command.GetFolderFiles, 0, @"1:1700000020:bob:BOB-PC:8388706:6553f10a:40000000:\x00")]
    [InlineData(Command.GetFileData, 0x1234567890, @"1:1700000020:bob:BOB-PC:8388704:6553f10a:40000000:1234567890:\x00")]
    [Rule(78)]
    public void R78_a_request_is_written_byte_by_byte(Command command, long offset, string written) =>
        Assert.Equal(written, Written(new FileRequest(command, 1700000010, 1073741824, offset), true));

    [Theory]
    [InlineData(0u, "6553f10a:0:0:")]
    [InlineData(uint.MaxValue, "6553f10a:ffffffff:0:")]
    [Rule(76)]
    public void R76_an_id_is_hex_in_a_request(uint id, string body)
    {
        string written = Written(new FileRequest(Command.GetFileData, 1700000010, id), false);
        Assert.Equal($@"1:1700000020:bob:BOB-PC:96:{body}\x00", written);
        Assert.True(FileRequestReader.TryRead(PacketReading.Of(EscapedText.Bytes(written)), out var request));
        Assert.Equal(id, request.FileId);
    }

    [Theory]
    [InlineData("6553f10a:40000000:a:", 10)]
    [InlineData("6553f10a:40000000:a", 10)]
    [InlineData("6553F10A:40000000:A", 10)]
    [InlineData("06553f10a:0040000000:00", 0)]
    [InlineData("6553f10a:40000000:a:more:fields:", 10)]
    [InlineData("6553f10a:40000000:7fffffffffffffff:", long.MaxValue)]
    [InlineData("6553f10a:40000000:", 0)]
    [InlineData("6553f10a:40000000", 0)]
    [InlineData("6553f10a:40000000::", 0)]
    [Rule(79, 80)]
    public void R79_and_R80_a_file_is_asked_for_with_and_without_the_last_colon(string body, long offset)
    {
        Assert.True(FileRequestReader.TryRead(PacketReading.Of(File + body), out var request));
        Assert.Equal(new FileRequest(Command.GetFileData, 1700000010, 1073741824, offset), request);
    }

    [Theory]
    [InlineData("6553f10a:40000000:")]
    [InlineData("6553f10a:40000000")]
    [InlineData("6553f10a:40000000:0")]
    [InlineData("6553f10a:40000000:0:")]
    [InlineData("6553f10a:40000000:5:")]
    [InlineData("6553f10a:40000000:4000000:6553f114:")]
    [Rule(79)]
    public void R79_a_folder_is_asked_for_whatever_stands_behind_the_id(string body)
    {
        Assert.True(FileRequestReader.TryRead(PacketReading.Of(Folder + body), out var request));
        Assert.Equal(new FileRequest(Command.GetFolderFiles, 1700000010, 1073741824), request);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("6553f10a")]
    [InlineData("6553f10a:")]
    [InlineData("6553f10a::0:")]
    [InlineData(":40000000:0:")]
    [InlineData("x:40000000:0:")]
    [InlineData("6553f10a:-1:0:")]
    [InlineData("0x6553f10a:1:0:")]
    [InlineData("16553f10a:1:0:")]
    [InlineData("6553f10a:100000000:0:")]
    [InlineData("6553f10a:1:x:")]
    [InlineData("6553f10a:1:8000000000000000:")]
    [InlineData("6553f10a:1:fffffffffffffffff:")]
    [Rule(84)]
    public void R84_what_cannot_be_read_is_no_request(string body) =>
        Assert.False(FileRequestReader.TryRead(PacketReading.Of(File + body), out _));

    [Theory]
    [InlineData(FileRequestNumbers.Hex, "6553f10a:40000000:a:", true)]
    [InlineData(FileRequestNumbers.Decimal, "1700000010:1073741824:10:", true)]
    [InlineData(FileRequestNumbers.Decimal, "1700000010:1073741824:a:", false)]
    [InlineData(FileRequestNumbers.DecimalId, "6553f10a:1073741824:a:", true)]
    [InlineData(FileRequestNumbers.Hex, "1700000010:1073741824:10:", false)]
    [InlineData(FileRequestNumbers.Decimal, "6553f10a:40000000:a:", false)]
    [Rule(79)]
    public void R79_decimal_numbers_of_clones_are_read_when_that_is_asked_for(FileRequestNumbers numbers, string body, bool isRead)
    {
        Assert.Equal(isRead, FileRequestReader.TryRead(PacketReading.Of(File + body), out var request, numbers));
        Assert.Equal(isRead ? new FileRequest(Command.GetFileData, 1700000010, 1073741824, 10) : default, request);
    }

    [Fact]
    [Rule(52)]
    public void R52_other_packets_are_no_requests() =>
        Assert.False(FileRequestReader.TryRead(PacketReading.Of("1:1:u:h:97:6553f10a:40000000:0:"), out _));

    [Theory]
    [InlineData(RecordedDialogue.Reference, 97, Command.GetFileData, 0x6b032552, 0x1bc08b38, 0)]
    [InlineData(RecordedDialogue.Reference, 103, Command.GetFileData, 0x6b032552, 0x1bc08b38, 5)]
    [InlineData(RecordedDialogue.Reference, 106, Command.GetFolderFiles, 0x6b032552, 0x1bc08b39, 0)]
    [InlineData(RecordedDialogue.Iptux, 33, Command.GetFileData, 12, 10000, 0)]
    [InlineData(RecordedDialogue.Iptux, 39, Command.GetFileData, 12, 10000, 5)]
    [InlineData(RecordedDialogue.Iptux, 45, Command.GetFileData, 12, 10001, 0)]
    [InlineData(RecordedDialogue.Iptux, 48, Command.GetFileData, 12, 10001, 5)]
    [InlineData(RecordedDialogue.Iptux, 51, Command.GetFolderFiles, 12, 10002, 0)]
    [InlineData(RecordedDialogue.Iptux, 90, Command.GetFileData, 0x6b032597, 0, 0)]
    [InlineData(RecordedDialogue.Iptux, 93, Command.GetFolderFiles, 0x6b032597, 1, 0)]
    [Rule(79)]
    public void R79_the_requests_of_real_clients_are_read(string file, int line, Command command, uint offer, uint id, long offset)
    {
        Assert.True(FileRequestReader.TryRead(PacketReading.Of(RecordedDialogue.At(file, line).Bytes), out var request));
        Assert.Equal(new FileRequest(command, offer, id, offset), request);
    }

    private static string Written(FileRequest request, bool isUtf8)
    {
        byte[] buffer = new byte[200];
        var writer = new PacketWriter(buffer);
        FileRequestWriter.Write(ref writer, 1700000020, "bob"u8, "BOB-PC"u8, request, isUtf8);
        return PacketReading.Show(buffer.AsSpan(0, writer.Length));
    }
}
