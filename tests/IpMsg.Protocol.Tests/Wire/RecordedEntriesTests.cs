using System;
using System.Linq;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>The members behind every recorded entry, answer and absence.</summary>
public class RecordedEntriesTests
{
    private const string Root = "root-<a1cc68fdb7832652>", Client = "00010002:4:99:103";

    // Line; what is read with a Japanese code page.
    public static TheoryData<string, int, string, string, string, string, string?, ObservedEncoding> Entries { get; } = new()
    {
        { RecordedDialogue.Reference, 7, "tester", "testhost", "Tester", "groupT", null, ObservedEncoding.Unknown },
        { RecordedDialogue.Reference, 10, Root, "WINREF1", "WinRef1", "RefGroup", Client, ObservedEncoding.Unknown },
        { RecordedDialogue.Reference, 13, "tester", "testhost", "tester", "", null, ObservedEncoding.Unknown },
        { RecordedDialogue.Reference, 34, Root, "WINREF1", "WinRef1[不在]", "RefGroup", Client, ObservedEncoding.CodePage },
        { RecordedDialogue.Reference, 37, Root, "WINREF1", "WinRef1[不在]", "RefGroup", Client, ObservedEncoding.CodePage },
        { RecordedDialogue.Reference, 61, Root, "WINREF1", "WinRef1", "RefGroup", Client, ObservedEncoding.Unknown },
        { RecordedDialogue.Reference, 64, Root, "WINREF1", "WinRef1", "RefGroup", Client, ObservedEncoding.Unknown },
        { RecordedDialogue.Iptux, 6, "root", "vm", "iptuxnick", "grpA", "iptux 0.10.0", ObservedEncoding.SaysUtf8 },
        { RecordedDialogue.Iptux, 9, "root", "vm", "iptuxnick", "grpA", "iptux 0.10.0", ObservedEncoding.SaysUtf8 },
        { RecordedDialogue.Iptux, 12, "tester", "testhost", "nickА", "groupX", null, ObservedEncoding.Utf8 },
        { RecordedDialogue.Iptux, 15, "root", "vm", "iptuxnick", "grpA", "iptux 0.10.0", ObservedEncoding.SaysUtf8 },
        { RecordedDialogue.Iptux, 135, "root", "vm", "root", "", "iptux 0.10.0", ObservedEncoding.Unknown },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    [Rule(15, 96, 99)]
    public void R15_R96_and_R99_a_recorded_entry_gives_its_member(string file, int line, string user, string host, string nick,
        string group, string? version, ObservedEncoding observed)
    {
        var entry = Entry(file, line, Codecs.Japanese);
        Assert.Equal((user, host, nick, group, version), (entry.User, entry.Host, entry.Nick, entry.Group, entry.Version));
        Assert.Equal(observed, entry.ObservedEncoding);
    }

    [Fact]
    [Rule(15)]
    public void R15_every_recorded_packet_of_the_entry_class_is_in_the_table()
    {
        var entries = RecordedDialogue.Packets
            .Where(record =>
                PacketReader.TryRead(record.Bytes, out var packet) && packet.Command is <= Command.Absence or Command.IsGetList2)
            .Select(record => (record.File, record.Line));
        Assert.Equal(entries, Entries.Select(row => (row.Data.Item1, row.Data.Item2)));
    }

    // A client that knows the code page sees the same name in the body as one that knows UTF-8 sees in the trailer.
    [Theory]
    [InlineData(34)]
    [InlineData(37)]
    [Rule(13, 15)]
    public void R13_and_R15_the_code_page_and_the_trailer_say_the_same_name(int line)
    {
        byte[] withTrailer = RecordedDialogue.At(RecordedDialogue.Reference, line).Bytes;
        byte[] without = withTrailer[..withTrailer.AsSpan().IndexOf("\0\n"u8)];
        Assert.Equal("WinRef1[不在]", Read(withTrailer, Codecs.Korean).Nick);
        Assert.Equal("WinRef1[不在]", Read(without, Codecs.Japanese).Nick);
        Assert.NotEqual("WinRef1[不在]", Read(without, Codecs.Korean).Nick);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(31)]
    [Rule(35)]
    public void R35_the_recorded_host_lists_give_three_members(int line)
    {
        var packet = PacketReading.Of(RecordedDialogue.At(RecordedDialogue.Reference, line).Bytes);
        Assert.True(HostListReader.TryRead(Codecs.Japanese.Read(packet.Body, packet.IsUtf8), out int next, out int count, out var members));
        Assert.Equal((0, 3), (next, count));
        Assert.Equal(["WinRef2", "WinRef1", "Tester"], members.Select(member => member.Nick));
        Assert.Equal(["10.99.0.8:2425", "10.99.0.7:2425", "10.99.0.1:2425"], members.Select(member => member.EndPoint.ToString()));
        Assert.Equal([(EntryFlags)0x0F640000, (EntryFlags)0x0F640000, EntryFlags.Absent], members.Select(member => member.Status));
        Assert.DoesNotContain(members, member => member.IsGone);
    }

    private static EntryPayload Entry(string file, int line, TextCodec codec) => Read(RecordedDialogue.At(file, line).Bytes, codec);

    private static EntryPayload Read(byte[] datagram, TextCodec codec)
    {
        var packet = PacketReading.Of(datagram);
        return EntryPayload.Read(packet, codec, ClientDialects.Of(packet), ObservedEncoding.Unknown);
    }
}
