using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using IpMsg.Node.Download;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>Encrypted files between two nodes of ours, cut and resumed (R106).</summary>
public sealed class EncryptedResumeTests : ResumingNodes
{
    private const int Size = 400_003;

    // The header of the record has some hundred bytes. Odd numbers end within a block of the cipher.
    [Theory]
    [InlineData(70_001, false)]
    [InlineData(131_072, false)]
    [InlineData(262_145, true)]
    [InlineData(399_999, true)]
    [Rule(106)]
    public void R106_a_cut_transfer_goes_on_with_a_new_key(int cut, bool resets)
    {
        byte[] contents = Write("a.bin", Size);
        var request = OfferThroughProxy("a.bin");
        Assert.True(request.Attachment.HasEncryptedOffsets);
        // A reset discards what the receiver has not read yet.
        if (resets)
            Proxy.BeforeReset = () => SpinWait.SpinUntil(() => new FileInfo(Staged).Length > cut - 1_000, MaxWait);
        var broken = Break(request, cut);
        long kept = new FileInfo(Staged).Length;
        Assert.InRange(kept, cut - 1_000, cut);
        Assert.Equal(kept, broken.ResumableBytes);

        var result = Fetch(request);
        RequireEqual(contents, result);
        Assert.Equal((kept, null), (result.ResumedAt, result.RestartedBecause));
        Assert.Empty(Restarts);
        var (first, second) = (Read(Proxy.Requests[0]), Read(Proxy.Requests[1]));
        Assert.Equal((0x00C00862u, Command.GetFolderFiles), (first.CommandWord, first.Request.Command));
        Assert.Equal((0x00C00860u, Command.GetFileData), (second.CommandWord, second.Request.Command));
        Assert.Equal(kept - Overlap, second.Request.Offset);
        Assert.NotEqual(first.Key, second.Key);
        Assert.NotEqual(first.Number, second.Number);
        Assert.Equal(2, Proxy.Requests.Count);
    }

    [Fact]
    [Rule(91, 106)]
    public void R91_R106_only_the_rest_passes_and_no_keystream_is_used_twice()
    {
        byte[] contents = Write("a.bin", Size);
        var request = OfferThroughProxy("a.bin");
        Break(request, 200_000);
        int kept = (int)new FileInfo(Staged).Length;
        RequireEqual(contents, Fetch(request));
        Assert.True(SpinWait.SpinUntil(() => Proxy.Answers.Count == 2, MaxWait));
        byte[] answer = Proxy.Answers[1];
        Assert.Equal(Size - kept + Overlap, answer.Length);
        byte[] plain = contents[(kept - Overlap)..], keystream = [.. answer.Zip(plain, (left, right) => (byte)(left ^ right))];
        byte[] expected = new byte[keystream.Length];
        var second = Read(Proxy.Requests[1]);
        using (var cipher = new TransferCipher(second.Key, Encoding.ASCII.GetBytes(second.Number)))
            cipher.Transform(expected);
        Assert.True(expected.AsSpan().SequenceEqual(keystream));
        byte[] before = Proxy.Answers[0];
        int header = before.Length - kept;
        byte[] used = [.. before.Skip(header).Zip(contents, (left, right) => (byte)(left ^ right))];
        Assert.True(used.AsSpan().IndexOf(keystream.AsSpan(0, 16)) < 0);
    }

    [Fact]
    [Rule(106)]
    public void R106_ten_cuts_make_the_same_file()
    {
        byte[] contents = Write("a.bin", 2_000_003);
        var request = OfferThroughProxy("a.bin");
        var random = new Random(106);
        Break(request, 100_000 + random.Next(50_000));
        for (int cut = 1; cut < 10; cut++)
        {
            long before = new FileInfo(Staged).Length;
            Break(request, Overlap + 1 + random.Next(150_000));
            Assert.True(new FileInfo(Staged).Length > before);
        }
        RequireEqual(contents, Fetch(request));
        Assert.Empty(Restarts);
        Assert.Equal(11, Proxy.Requests.Select(each => Convert.ToHexString(Read(each).Key)).Distinct().Count());
    }

    // More than 1 MiB is decrypted on a thread of its own (ReadAhead).
    [Fact]
    [Rule(106)]
    public void R106_what_is_large_goes_on_too_and_counts_as_taken()
    {
        byte[] contents = Write("a.bin", 9_000_001);
        var request = OfferThroughProxy("a.bin");
        Break(request, 3_000_000);
        var result = Fetch(request);
        RequireEqual(contents, result);
        Assert.True(result.ResumedAt > 2_900_000);
        Assert.True(SpinWait.SpinUntil(() => Offered.Taken == 1, MaxWait));
        Assert.True(SpinWait.SpinUntil(() => Proxy.Answers.Count == 2, MaxWait));
        Assert.Equal(contents.Length - result.ResumedAt + Overlap, Proxy.Answers[1].Length);
    }

    [Fact]
    [Rule(106)]
    public void R106_another_client_is_asked_as_before_and_the_reason_comes_first()
    {
        byte[] contents = Write("a.bin", Size);
        var announced = OfferThroughProxy("a.bin");
        var request = announced with
        {
            Attachment = announced.Attachment with { ExtendedAttributes = ExtendedAttributes.None, Modified = null },
        };
        Assert.Equal(0, Break(request, 200_000).ResumableBytes);
        var result = Fetch(request);
        RequireEqual(contents, result);
        Assert.Equal((1, "its sender sends encrypted files only as a whole"), Assert.Single(Restarts));
        Assert.Equal((0, Restarts[0].Reason), (result.ResumedAt, result.RestartedBecause));
        foreach (var each in Proxy.Requests.Select(Read))
        {
            Assert.Equal(0x00C00862u, each.CommandWord);
            Assert.Equal($"{request.OfferNumber:x}:{request.Attachment.Id:x}:900000:"
                + $"{Convert.ToHexStringLower(each.Key)}:{uint.Parse(each.Number, null):x}\0", each.Plaintext);
        }
    }

    [Fact]
    [Rule(106)]
    public void R106_a_folder_says_that_it_begins_anew_before_it_is_asked_for()
    {
        Directory.CreateDirectory(Folder[Path.Combine("offered", "docs")]);
        byte[] contents = Write(Path.Combine("docs", "a.bin"), 100_000);
        var request = OfferThroughProxy("docs");
        Assert.Null(request.Attachment.ExtendedAttributes.Number(ExtendedAttributeKey.EncryptedOffsets));
        Assert.Equal(0, Break(request, 90_000).ResumableBytes);
        var result = Fetch(request);
        Assert.Equal(contents, File.ReadAllBytes(Path.Combine(result.Path, "a.bin")));
        Assert.Equal([(0, "a folder cannot be resumed"), (1, "a folder cannot be resumed")], Restarts);
    }

    [Fact]
    [Rule(106)]
    public void R106_the_same_file_in_another_offer_begins_anew()
    {
        byte[] contents = Write("a.bin", Size);
        Break(OfferThroughProxy("a.bin"), 200_000);
        string left = Path.GetDirectoryName(Staged)!;
        var result = Fetch(OfferThroughProxy("a.bin"));
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
        Assert.Equal((0, Command.GetFolderFiles), (result.ResumedAt, Read(Proxy.Requests[1]).Request.Command));
        Assert.True(Directory.Exists(left));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("size")]
    [InlineData("time")]
    [Rule(106)]
    public void R106_what_was_kept_of_another_file_is_not_continued(string difference)
    {
        byte[] contents = Write("a.bin", Size);
        var request = OfferThroughProxy("a.bin");
        var other = request.Attachment with
        {
            Name = difference == "name" ? "b.bin" : "a.bin",
            Size = difference == "size" ? Size + 1 : Size,
            Modified = difference == "time" ? DateTimeOffset.UnixEpoch : request.Attachment.Modified,
        };
        var expected = difference == "size" ? IpMsgErrorId.StreamMalformed : IpMsgErrorId.TransferBroken;
        Break(request with { Attachment = other }, 200_000, expected);
        var result = Fetch(request);
        RequireEqual(contents, result);
        Assert.Equal((0, Command.GetFolderFiles), (result.ResumedAt, Read(Proxy.Requests[1]).Request.Command));
        if (difference != "size")
            Assert.Equal((1, "what was there is of another file"), Assert.Single(Restarts));
    }

    [Fact]
    [Rule(106)]
    public void R106_an_offered_file_announces_offsets_and_a_folder_does_not()
    {
        Write("a.bin", 5);
        var file = OfferFactory.Describe(Folder[Path.Combine("offered", "a.bin")]);
        var folder = OfferFactory.Describe(Folder["offered"]);
        Assert.True(file.Attachment.HasEncryptedOffsets);
        Assert.Null(folder.Attachment.ExtendedAttributes.Number(ExtendedAttributeKey.EncryptedOffsets));
    }
}
