using System;
using System.IO;
using System.Linq;
using IpMsg.Node.Download;
using IpMsg.Testing;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;

namespace IpMsg.Node.Tests.Download;

/// <summary>Going on where a transfer broke off, with senders that do as asked and with those that do something else (R80).</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Size = 1_000_000, Cut = 700_000, Overlap = 65_536;

    private readonly DownloadFixture _fixture = new();
    private readonly byte[] _contents = SenderScripts.Random(Size);

    public ResumeTests() => _fixture.Options = _fixture.Options with { Resumes = true };

    public static TheoryData<string> Liars { get; } = ["ignores", "decimal", "zeros", "sames", "closes", "shifted", "changed"];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    [Rule(87)]
    public void R87_a_transfer_goes_on_where_it_broke_off()
    {
        using var server = new ScriptedServer(CutAt(Cut), SenderScripts.Honest(_contents));
        Break(server);
        var result = Whole(server);
        Assert.Equal((Cut, null), ((int)result.ResumedAt, result.RestartedBecause));
        Assert.EndsWith($@":{Cut - Overlap:x}:\x00", server.Requests[1], StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    [Rule(87)]
    public void R87_ten_random_cuts_make_the_same_file()
    {
        var numbers = new SeededNumbers(87);
        int until = 0, length = 0;
        using var server = new ScriptedServer(
            serverConnection =>
                serverConnection.Send(_contents.AsSpan((int)serverConnection.Offset, until - (int)serverConnection.Offset)));
        for (int cut = 0; cut < 10; cut++)
        {
            until = Math.Min(Size - 1, Math.Max(length, Overlap + 1) + numbers.Below(Size / 10) + 1);
            Break(server);
            length = (int)new FileInfo(Path.Combine(_fixture.Staging, "content")).Length;
            Assert.Equal(until, length);
        }
        until = Size;
        Assert.Equal(length, Whole(server).ResumedAt);
    }

    [Theory]
    [MemberData(nameof(Liars))]
    public void A_sender_that_does_not_go_on_where_it_should_is_asked_for_everything(string liar)
    {
        using var server = new ScriptedServer(CutAt(Cut), Lie(liar), SenderScripts.Honest(_contents));
        Break(server);
        var result = Whole(server);
        Assert.Equal(0, result.ResumedAt);
        Assert.NotNull(result.RestartedBecause);
        Assert.EndsWith(@":0:\x00", server.Requests[2], StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public void Who_sends_the_right_part_and_more_than_that_is_asked_for_everything()
    {
        using var server = new ScriptedServer(
            CutAt(Cut),
            serverConnection =>
            {
                serverConnection.Send(_contents.AsSpan((int)serverConnection.Offset));
                serverConnection.Send(_contents.AsSpan(0, 100));
                serverConnection.WaitForClose();
            },
            SenderScripts.Honest(_contents));
        Break(server);
        Assert.NotNull(Whole(server).RestartedBecause);
    }

    [Fact]
    public void A_file_that_repeats_itself_is_not_gone_on_with_where_that_proves_nothing()
    {
        // Repetitions of 64 KiB: a sender that ignores the offset sends the right bytes at first.
        byte[] block = SenderScripts.Random(Overlap, 2);
        byte[] contents = [.. Enumerable.Repeat(block, 20).SelectMany(each => each), 1, 2, 3];
        using var server = new ScriptedServer(serverConnection => serverConnection.Send(contents.AsSpan(0, Overlap * 8)),
            SenderScripts.Honest(contents));
        Assert.Equal(IpMsgErrorId.TransferBroken, _fixture.Refused(server, SingleFile("a", contents.Length)).ErrorId);
        var result = _fixture.Fetch(server, SingleFile("a", contents.Length));
        Assert.NotNull(result.RestartedBecause);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
        Assert.EndsWith(@":0:\x00", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_end_is_uniform_more_is_compared()
    {
        Array.Clear(_contents, Cut - 100_000, 100_000);
        using var server = new ScriptedServer(CutAt(Cut), SenderScripts.Honest(_contents));
        Break(server);
        Assert.Equal(Cut, Whole(server).ResumedAt);
        Assert.EndsWith($@":{Cut - 4 * Overlap:x}:\x00", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Zeros_alone_are_fetched_again()
    {
        Array.Clear(_contents);
        using var server = new ScriptedServer(CutAt(Cut), SenderScripts.Honest(_contents));
        Break(server);
        Assert.NotNull(Whole(server).RestartedBecause);
    }

    [Fact]
    public void What_was_whole_but_not_moved_is_only_compared()
    {
        using var server = new ScriptedServer(CutAt(Size - 1), SenderScripts.Honest(_contents));
        Break(server);
        using (var content = File.OpenWrite(Path.Combine(_fixture.Staging, "content")))
        {
            content.Position = Size - 1;
            content.WriteByte(_contents[^1]);
        }
        Assert.Equal(Size, Whole(server).ResumedAt);
    }

    [Fact]
    public void What_is_longer_than_the_file_is_fetched_again()
    {
        using var server = new ScriptedServer(CutAt(Cut), SenderScripts.Honest(_contents));
        Break(server);
        File.AppendAllText(Path.Combine(_fixture.Staging, "content"), new string('x', Size));
        Assert.NotNull(Whole(server).RestartedBecause);
    }

    [Fact]
    public void What_was_changed_on_our_disk_is_fetched_again()
    {
        using var server = new ScriptedServer(CutAt(Cut), SenderScripts.Honest(_contents));
        Break(server);
        using (var content = File.OpenWrite(Path.Combine(_fixture.Staging, "content")))
        {
            content.Position = Cut - 10;
            content.WriteByte((byte)~_contents[Cut - 10]);
        }
        Assert.NotNull(Whole(server).RestartedBecause);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("size")]
    [InlineData("time")]
    public void Another_file_under_the_same_number_is_fetched_anew(string difference)
    {
        using var server = new ScriptedServer(CutAt(Cut), SenderScripts.Honest(_contents));
        Break(server);
        var other = SingleFile(difference == "name" ? "b" : "a", difference == "size" ? Size - 1 : Size) with
        {
            Modified = difference == "time" ? DateTimeOffset.UnixEpoch.AddDays(1) : null,
        };
        var result = _fixture.Fetch(server, other);
        Assert.Equal((0, "what was there is of another file"), (result.ResumedAt, result.RestartedBecause));
        Assert.EndsWith(@":0:\x00", server.Requests[1], StringComparison.Ordinal);
        Assert.Single(_fixture.Names);
    }

    [Fact]
    public void Without_the_wish_to_go_on_what_was_left_is_thrown_away()
    {
        using var server = new ScriptedServer(CutAt(Cut), SenderScripts.Honest(_contents));
        Break(server);
        _fixture.Options = _fixture.Options with { Resumes = false };
        Assert.Equal(0, Whole(server).ResumedAt);
        Assert.EndsWith(@":0:\x00", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_wish_to_go_on_what_was_left_stays_until_there_is_something_to_replace_it()
    {
        using var server = new ScriptedServer(CutAt(Cut), serverConnection => { }, CutAt(100), SenderScripts.Honest(_contents));
        Break(server);
        _fixture.Options = _fixture.Options with { Resumes = false };
        Assert.Equal(IpMsgErrorId.AttachmentUnavailable, _fixture.Refused(server, SingleFile("a", Size)).ErrorId);
        Assert.Equal(Cut, new FileInfo(Path.Combine(_fixture.Staging, "content")).Length);
        Break(server);
        Assert.Equal(100, new FileInfo(Path.Combine(_fixture.Staging, "content")).Length);
        var result = Whole(server);
        Assert.Equal((0, null), (result.ResumedAt, result.RestartedBecause));
    }

    [Fact]
    public void An_offer_that_has_ended_costs_nothing_of_what_is_there()
    {
        using var server = new ScriptedServer(CutAt(Cut), serverConnection => { }, serverConnection => { },
            SenderScripts.Honest(_contents));
        Break(server);
        Assert.Equal(IpMsgErrorId.AttachmentUnavailable, _fixture.Refused(server, SingleFile("a", Size)).ErrorId);
        Assert.Equal(Cut, Whole(server).ResumedAt);
    }

    [Fact]
    public void It_may_break_off_while_it_is_compared()
    {
        using var server = new ScriptedServer(CutAt(Cut),
            serverConnection => serverConnection.Send(_contents.AsSpan((int)serverConnection.Offset, 100)),
            SenderScripts.Honest(_contents));
        Break(server);
        Break(server);
        Assert.Equal(Cut, Whole(server).ResumedAt);
    }

    private Action<ServerConnection> CutAt(int length) => serverConnection => serverConnection.Send(_contents.AsSpan(0, length));

    private void Break(ScriptedServer server)
    {
        Assert.Equal(IpMsgErrorId.TransferBroken, _fixture.Refused(server, SingleFile("a", Size)).ErrorId);
        Assert.Single(_fixture.Names);
    }

    private DownloadResult Whole(ScriptedServer server)
    {
        var result = _fixture.Fetch(server, SingleFile("a", Size));
        Assert.Equal(_contents, File.ReadAllBytes(result.Path));
        Assert.Equal(["a"], _fixture.Names);
        return result;
    }

    private Action<ServerConnection> Lie(string liar) => serverConnection =>
    {
        int offset = (int)serverConnection.Offset;
        switch (liar)
        {
            case "ignores": serverConnection.Send(_contents); break;
            case "decimal": serverConnection.Send(_contents.AsSpan((int)serverConnection.DecimalOffset)); break;
            case "zeros": serverConnection.Send(new byte[Size - offset]); break;
            case "sames": serverConnection.Send(_contents.AsSpan(0, Size - offset)); break;
            case "shifted": serverConnection.Send(_contents.AsSpan(offset + 1)); break;
            case "changed": serverConnection.Send(SenderScripts.Random(Size - offset, 9)); break;
        }
        if (liar != "closes")
            serverConnection.WaitForClose();
    };
}
