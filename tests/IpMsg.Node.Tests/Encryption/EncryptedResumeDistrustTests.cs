using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Node.Download;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>Senders and receivers of which one does not do what R106 says.</summary>
public sealed class EncryptedResumeDistrustTests : ResumingNodes
{
    private const int Size = 400_003, Broken = 250_000;

    public static TheoryData<string> Liars { get; } =
        ["ignores", "decimal", "shifted", "changed", "zeros", "plaintext", "old key", "record", "more", "more at once"];

    [Theory]
    [MemberData(nameof(Liars))]
    [Rule(106)]
    public void R106_a_sender_that_does_not_go_on_where_it_should_is_asked_for_everything(string liar)
    {
        byte[] contents = Write("a.bin", Size);
        var request = OfferThroughProxy("a.bin");
        Break(request, Broken);
        var first = Read(Proxy.Requests[0]);
        Proxy.Liar = (socket, bytes) => Lie(socket, Read(bytes), first, liar, contents);
        var result = Fetch(request);
        RequireEqual(contents, result);
        Assert.Equal(0, result.ResumedAt);
        Assert.Equal((2, result.RestartedBecause), Assert.Single(Restarts));
        Assert.Equal([Command.GetFolderFiles, Command.GetFileData, Command.GetFolderFiles],
            Proxy.Requests.Select(each => Read(each).Request.Command));
    }

    [Fact]
    [Rule(106)]
    public void R106_a_large_answer_with_more_than_the_rest_is_found_out_too()
    {
        byte[] contents = Write("a.bin", 4_000_000);
        var request = OfferThroughProxy("a.bin");
        Break(request, Broken);
        Proxy.Liar = (socket, bytes) => Lie(socket, Read(bytes), Read(bytes), "more", contents);
        var result = Fetch(request);
        RequireEqual(contents, result);
        Assert.Equal("the sender sent more than the rest of the file", result.RestartedBecause);
    }

    [Theory]
    [InlineData(0, IpMsgErrorId.AttachmentUnavailable)]
    [InlineData(100, IpMsgErrorId.TransferBroken)]
    [Rule(106)]
    public void R106_what_is_there_is_not_given_up_for_a_refusal_or_a_short_answer(int answer, IpMsgErrorId expected)
    {
        byte[] contents = Write("a.bin", Size);
        var request = OfferThroughProxy("a.bin");
        Break(request, Broken);
        long kept = new FileInfo(Staged).Length;
        for (int times = 0; times < 3; times++)
            Assert.Equal(kept, Break(request, answer, expected).ResumableBytes);
        Assert.Equal(kept, new FileInfo(Staged).Length);
        Assert.Empty(Restarts);
        Assert.Equal(kept, Fetch(request).ResumedAt);
        Assert.True(contents.AsSpan().SequenceEqual(File.ReadAllBytes(Folder[Path.Combine("target", "a.bin")])));
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("rewritten")]
    [InlineData("replaced")]
    [InlineData("gone")]
    [Rule(84, 106)]
    public void R84_R106_a_file_that_changed_is_refused_with_words_and_what_is_there_stays(string change)
    {
        byte[] contents = Write("a.bin", Size);
        var request = OfferThroughProxy("a.bin");
        var offer = Offered;
        string path = Folder[Path.Combine("offered", "a.bin")];
        Break(request, Broken);
        long kept = new FileInfo(Staged).Length;
        if (change == "shorter")
            File.WriteAllBytes(path, contents[..^1]);
        else if (change == "gone")
            File.Delete(path);
        else
        {
            // Beside the first file, so that the file system cannot give both the same identity.
            string other = change == "replaced" ? path + ".new" : path;
            File.WriteAllBytes(other, [.. contents.Reverse(), .. change == "replaced" ? new byte[1] : []]);
            File.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddMinutes(1));
            if (other != path)
                File.Move(other, path, overwrite: true);
        }
        var failure = Assert.Throws<IpMsgException>(() => Fetch(request));
        Assert.Equal(IpMsgErrorId.AttachmentUnavailable, failure.ErrorId);
        Assert.Contains("has changed or is gone", failure.Message, StringComparison.Ordinal);
        Assert.Equal(kept, new FileInfo(Staged).Length);
        Assert.True(SpinWait.SpinUntil(() => offer.Report.IsSourceLost, MaxWait));
        Assert.Matches("has changed since it was offered|is not there any more", offer.Reason!);
    }

    [Fact]
    [Rule(84, 106)]
    public void R84_R106_of_a_file_that_has_grown_the_offered_length_arrives()
    {
        CreationTimes.Require(Folder);
        byte[] contents = Write("a.bin", Size);
        var request = OfferThroughProxy("a.bin");
        Break(request, Broken);
        File.AppendAllText(Folder[Path.Combine("offered", "a.bin")], "one more line");
        var result = Fetch(request);
        RequireEqual(contents, result);
        Assert.True(result.ResumedAt > 0);
    }

    [Theory]
    [InlineData(Size + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [Rule(106)]
    public void R106_an_offset_outside_of_the_file_gets_no_byte(long offset)
    {
        Write("a.bin", Size);
        var request = Offer("a.bin", out var offer);
        Assert.Empty(Talk(Request(request, out _, out var cipher, request.RequestFrom(offset)), out _));
        cipher!.Dispose();
        Assert.Equal(0, offer.Taken);
    }

    [Fact]
    [Rule(92, 106)]
    public void R92_R106_a_recorded_request_with_an_offset_gets_no_byte()
    {
        byte[] contents = Write("a.bin", Size);
        var request = Offer("a.bin", out _);
        byte[] recorded = Request(request, out _, out var cipher, request.RequestFrom(Size - 10));
        byte[] answer = Talk(recorded, out _);
        using (cipher)
            cipher!.Transform(answer);
        Assert.Equal(contents[^10..], answer);
        Assert.Empty(Talk(recorded, out _));
    }

    [Fact]
    [Rule(106)]
    public void R106_a_folder_is_not_served_from_an_offset()
    {
        Directory.CreateDirectory(Folder[Path.Combine("offered", "docs")]);
        Write(Path.Combine("docs", "a.bin"), 10);
        var request = Offer("docs", out _);
        var asked = new FileRequest(Command.GetFileData, request.OfferNumber, request.Attachment.Id, 5);
        Assert.Empty(Talk(Request(request, out _, out var cipher, asked), out _));
        cipher!.Dispose();
    }

    private static void Lie(Socket socket, ReadRequest request, ReadRequest first, string liar, byte[] contents)
    {
        int offset = (int)request.Request.Offset;
        byte[] rest = contents[offset..];
        switch (liar)
        {
            case "ignores": SendEncrypted(socket, request, contents); break;
            case "decimal": SendEncrypted(socket, request, contents[(int)ResumePoint.AsDecimal(offset)..]); break;
            case "shifted": SendEncrypted(socket, request, contents[(offset + 1)..]); break;
            case "changed": SendEncrypted(socket, request, [.. rest.Reverse()]); break;
            case "zeros": SendEncrypted(socket, request, new byte[rest.Length]); break;
            case "plaintext": socket.Send(rest); break;
            case "old key": SendEncrypted(socket, first, rest); break;
            case "record": SendEncrypted(socket, request, [.. Encoding.ASCII.GetBytes($"0017:a.bin:{Size:x9}:1:"), .. contents]); break;
            case "more at once": SendEncrypted(socket, request, [.. rest, 1, 2, 3]); break;
            case "more":
                SendEncrypted(socket, request, rest);
                socket.Send(new byte[] { 1, 2, 3 });
                break;
        }
        // As honest senders end.
        while (socket.Receive(new byte[16]) > 0)
        {
        }
    }
}
