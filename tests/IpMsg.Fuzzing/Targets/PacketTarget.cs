using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets;

/// <summary>A datagram to <see cref="PacketReader"/> (R1 to R9, R104): fields are slices of it, without separators.</summary>
internal sealed class PacketTarget : FuzzTarget
{
    private readonly byte[] _buffer = new byte[PacketWriter.MaxDatagram];

    internal override string Name => "packet";

    internal override IReadOnlyList<byte[]> Seeds => ExampleDatagrams.All;

    internal override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "1:", "1_iptux 0.10:", "1_lbt6_0#128#", ":2097440:", ":18446744073709551616:", "IP2:", "\0\0\n", "\nUN:" }
            .Select(Encoding.ASCII.GetBytes)];

    internal override void Run(ReadOnlySpan<byte> input)
    {
        if (!PacketReader.TryRead(input, out var packet))
            return;
        Require.That(!packet.Version.IsEmpty && HasNoSeparator(packet.Version), "version");
        Require.That(!packet.Number.IsEmpty && packet.Number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0, "number");
        Require.That(HasNoSeparator(packet.User) && HasNoSeparator(packet.Host), "names");
        Require.That(packet.Extra.IsEmpty || packet.Extra[^1] != 0 && input.Overlaps(packet.Extra), "extra");
        Require.That(packet.Body.IndexOf((byte)0) < 0 && packet.Ext.IndexOf((byte)0) < 0, "parts");
        Require.That(packet.Trailer.IsEmpty || packet.Trailer[0] == '\n' && packet.Trailer.IndexOf((byte)0) < 0, "trailer");
        Require.That(packet.Ext.IsEmpty || !packet.Ext.Overlaps(packet.Trailer), "ext and trailer are the same");
        Require.That(packet.Part(input.Length).IsEmpty, "number of parts");
        Require.That(Enum.IsDefined(ClientDialects.Of(packet)), "dialect");
        if (input.Length <= PacketWriter.MaxDatagram / 2)
            WriteAgain(packet);
    }

    // What is written from the parts has the same parts.
    private void WriteAgain(in Packet packet)
    {
        var writer = new PacketWriter(_buffer);
        PacketNumber.TryRead(packet.Number, out uint number);
        writer.Header(number, packet.User, packet.Host, packet.CommandWord);
        writer.Bytes(packet.Extra);
        Require.That(PacketReader.TryRead(_buffer.AsSpan(0, writer.Length), out var again) && !writer.IsFull, "written packet");
        Require.That(again.CommandWord == packet.CommandWord && again.User.SequenceEqual(packet.User), "written header");
        Require.That(again.Host.SequenceEqual(packet.Host) && again.Extra.SequenceEqual(packet.Extra), "written extra");
        PacketNumber.TryRead(again.Number, out uint same);
        Require.That(same == number, "written number");
    }

    private static bool HasNoSeparator(ReadOnlySpan<byte> field) => field.IndexOfAny((byte)':', (byte)0) < 0;
}
