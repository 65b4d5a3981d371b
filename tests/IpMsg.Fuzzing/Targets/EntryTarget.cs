using System;
using System.Collections.Generic;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets;

/// <summary>The names of an entry (R14 to R17, R26 to R31), read and written again.</summary>
internal sealed class EntryTarget : FuzzTarget
{
    private readonly byte[] _buffer = new byte[PacketWriter.MaxDatagram];

    internal override string Name => "entry";

    internal override IReadOnlyList<byte[]> Seeds { get; } = Targets.Seeds.WithChoices(ExampleDatagrams.All);

    internal override IReadOnlyList<byte[]> Words { get; } = Targets.Seeds.Words(
        "\nUN:", "\nHN:", "\nNN:", "\nGN:", "\nVS:00010002:4:99:103", "\nPF:1", "-<5256214c8110453c>", "\0\0\n", "[", "]", "\0utf-8\0");

    internal override void Run(ReadOnlySpan<byte> input)
    {
        var choices = Choices.Of(input, out var datagram);
        if (!PacketReader.TryRead(datagram, out var packet))
            return;
        Read(EntryPayload.Read(packet, choices.Codec, ClientDialects.Of(packet), choices.Observed), choices.Codec);
        Read(EntryPayload.Read(packet, choices.Codec, choices.Dialect, choices.Observed), choices.Codec);
        var status = EntryFlagRules.Status(packet.EntryFlags);
        Require.That(EntryFlagRules.Status(status) == status && ((uint)status & 0xFF) == 0, "status");
    }

    private void Read(in EntryPayload entry, TextCodec codec)
    {
        foreach (string? name in new ReadOnlySpan<string?>([entry.User, entry.Host, entry.Nick, entry.Group, entry.Version ?? ""]))
            Require.That(name is { Length: <= StoredName.MaxLength }, "length of a name");
        Require.That(entry.Nick.Length > 0 || entry.User.Length == 0, "no nickname");
        string bare = NickNameDecoration.Remove(entry.Nick, out string title);
        Require.That(bare.Length > 0 || entry.Nick.Length == 0, "no bare nickname");
        Require.That(title.Length <= entry.Nick.Length, "title");
        WriteAgain(entry, codec);
    }

    // What this member announces under such names is read back as announced.
    private void WriteAgain(in EntryPayload entry, TextCodec codec)
    {
        string user = HeaderName.Clean(entry.User, "user"), host = HeaderName.Clean(entry.Host, "host");
        string nick = HeaderName.Tidy(entry.Nick) is { Length: > 0 } tidy ? tidy : user;
        string group = HeaderName.Tidy(entry.Group);
        var writer = new PacketWriter(_buffer);
        writer.Header(1, HeaderName.Encode(user, codec.CodePage), HeaderName.Encode(host, codec.CodePage),
            (uint)(EntryFlags.CanUtf8) | (uint)Command.Entry);
        EntryWriter.Announcement(ref writer, user, host, nick, group, codec.CodePage);
        Require.That(!writer.IsFull && PacketReader.TryRead(_buffer.AsSpan(0, writer.Length), out _), "written entry");
        PacketReader.TryRead(_buffer.AsSpan(0, writer.Length), out var packet);
        var again = EntryPayload.Read(packet, codec, ClientDialect.Standard, ObservedEncoding.Unknown);
        Require.That(again.User == user && again.Host == host && again.Nick == nick && again.Group == group, "written names");
        Require.That(again.ConfirmsWithProof, "proof line");
    }
}
