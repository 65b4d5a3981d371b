using System;
using System.Collections.Generic;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets;

/// <summary>The lines after an entry (R15 to R17, R107).</summary>
internal sealed class TrailerTarget : FuzzTarget
{
    private readonly byte[] _buffer = new byte[PacketWriter.MaxDatagram];

    internal override string Name => "trailer";

    internal override IReadOnlyList<byte[]> Seeds { get; } = Targets.Seeds.Of(
        @"\nUN:alice\nHN:ALICE-PC\nNN:Alice\nGN:Dev",
        @"\nUN:alice-<5256214c8110453c>\nHN:ALICE-PC\nNN:Alice\nGN:Dev\nVS:00010002:4:99:103\nPF:1",
        @"\nUN:alice\r\nNN:\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88\r\nPF:1\r\nXX:what\n:\nno tag\n");

    internal override IReadOnlyList<byte[]> Words { get; } = Targets.Seeds.Words(
        "\nUN:", "\nHN:", "\nNN:", "\nGN:", "\nVS:", "\nPF:1", "\nPF:1\r", "\r\n");

    internal override void Run(ReadOnlySpan<byte> input)
    {
        var trailer = Trailer.Read(input);
        foreach (string? value in new ReadOnlySpan<string?>([trailer.User, trailer.Host, trailer.Nick, trailer.Group, trailer.Version]))
            Require.That(value is null || value.Length <= input.Length && !value.Contains('\r'), "value");
        Require.That(!trailer.ConfirmsWithProof || input.IndexOf("PF:1"u8) >= 0, "proof from nothing");
        string user = Line(trailer.User), host = Line(trailer.Host), nick = Line(trailer.Nick), group = Line(trailer.Group);
        var writer = new PacketWriter(_buffer);
        Trailer.Write(ref writer, user, host, nick, group);
        if (writer.IsFull)
            return;
        var again = Trailer.Read(_buffer.AsSpan(0, writer.Length));
        Require.That(again.User == user && again.Host == host && again.Nick == nick && again.Group == group, "written lines");
        Require.That(again.ConfirmsWithProof && again.Version is null, "written proof line");
    }

    // The writer makes a value one line without NULs.
    private static string Line(string? value) => (value ?? "").Replace('\n', ' ').Replace("\0", "", StringComparison.Ordinal);
}
