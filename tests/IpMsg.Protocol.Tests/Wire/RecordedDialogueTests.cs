using System.Linq;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>Every packet that real clients were seen to send.</summary>
public class RecordedDialogueTests
{
    public static TheoryData<string, int> Lines { get; } = [.. RecordedDialogue.Packets.Select(record => (record.File, record.Line))];

    public static TheoryData<string, int, Command, uint> Meanings { get; } = [.. RecordedExpectations.All];

    [Fact]
    [Rule(1)]
    public void R1_the_comments_show_the_bytes_below_them() =>
        Assert.All(RecordedDialogue.All, record => Assert.Equal(record.Bytes, EscapedText.Bytes(record.Shown)));

    [Fact]
    [Rule(1)]
    public void R1_every_recorded_packet_has_its_expectation() =>
        Assert.Equal(RecordedDialogue.Packets.Select(record => (record.File, record.Line)),
            RecordedExpectations.All.Select(row => (row.File, row.Line)));

    [Theory]
    [MemberData(nameof(Lines))]
    [Rule(1, 2, 3, 4)]
    public void R1_to_R4_a_recorded_packet_parses_to_what_its_comment_shows(string file, int line)
    {
        var record = RecordedDialogue.At(file, line);
        var text = new PacketText(record.Shown);
        var packet = PacketReading.Of(record.Bytes);
        Assert.Equal(text.Version, packet.Version.ToArray());
        Assert.Equal(text.Number, packet.Number.ToArray());
        Assert.Equal(text.User, packet.User.ToArray());
        Assert.Equal(text.Host, packet.Host.ToArray());
        Assert.Equal(text.CommandWord, packet.CommandWord);
        Assert.Equal(text.Part(0), packet.Body.ToArray());
        Assert.Equal(text.Part(1), packet.Ext.ToArray());
        // Only the reference client writes a trailer; what iptux has in its place is an icon's name.
        Assert.Equal(file == RecordedDialogue.Reference ? text.Part(2) : [], packet.Trailer.ToArray());
        foreach (int index in Enumerable.Range(0, 5))
            Assert.Equal(text.Part(index), packet.Part(index).ToArray());
    }

    [Theory]
    [MemberData(nameof(Meanings))]
    [Rule(42)]
    public void R42_a_recorded_packet_has_the_command_and_the_flags_of_its_place_in_the_dialogue(string file, int line,
        Command command, uint flags)
    {
        var packet = PacketReading.Of(RecordedDialogue.At(file, line).Bytes);
        Assert.Equal(command, packet.Command);
        Assert.Equal((MessageFlags)flags, packet.MessageFlags);
        Assert.Equal((EntryFlags)flags, packet.EntryFlags);
        Assert.Equal((flags & (uint)MessageFlags.Utf8) != 0, packet.IsUtf8);
    }

    [Fact]
    [Rule(5)]
    public void R5_streams_of_files_are_no_packets() =>
        Assert.All(RecordedDialogue.All.Where(record => !record.IsPacket),
            record => Assert.False(PacketReader.TryRead(record.Bytes, out _)));
}
