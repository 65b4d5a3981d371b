using System;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>All of the reading side at once: gives one datagram to everything and checks what has to hold for any bytes whatever.</summary>
internal sealed class WireSurface
{
    private static readonly TextCodec[] s_codecsInUse = [Codecs.Japanese, Codecs.Chinese, Codecs.Korean];
    private static readonly ClientDialect[] s_dialects = Enum.GetValues<ClientDialect>();
    private static readonly ObservedEncoding[] s_observeds = Enum.GetValues<ObservedEncoding>();

    private int _turn;

    internal int Packets { get; private set; }

    internal int Trailers { get; private set; }

    internal int Lists { get; private set; }

    internal int ListEntries { get; private set; }

    internal int Numbers { get; private set; }

    internal void Take(ReadOnlySpan<byte> datagram)
    {
        _turn++;
        // By turns, since all of them each time would be five times the work.
        var codec = s_codecsInUse[_turn % s_codecsInUse.Length];
        var dialect = s_dialects[_turn % s_dialects.Length];
        var observed = s_observeds[_turn % s_observeds.Length];
        if (!PacketReader.TryRead(datagram, out var packet))
        {
            TakeBody(datagram, codec.Read(datagram, flagged: false, observed, dialect));
            return;
        }
        Packets++;
        TakePacket(packet, datagram);
        TakeEntry(packet, EntryPayload.Read(packet, codec, dialect, observed));
        TakeEntry(packet, EntryPayload.Read(packet, codec, ClientDialects.Of(packet), observed));
        TakeBody(packet.Body, codec.Read(packet.Body, packet.IsUtf8, observed, dialect));
    }

    private static void TakePacket(in Packet packet, ReadOnlySpan<byte> datagram)
    {
        Require(packet.Version.Length > 0 && packet.Version.IndexOfAny((byte)':', (byte)0) < 0, "version");
        Require(packet.Number.Length > 0 && packet.Number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0, "number");
        Require(packet.User.IndexOfAny((byte)':', (byte)0) < 0 && packet.Host.IndexOfAny((byte)':', (byte)0) < 0, "names");
        Require(packet.Extra.Length == 0 || packet.Extra[^1] != 0, "NUL at the end");
        Require(datagram.Overlaps(packet.Extra) || packet.Extra.IsEmpty, "copied");
        Require(packet.Body.IndexOf((byte)0) < 0 && packet.Ext.IndexOf((byte)0) < 0 && packet.Trailer.IndexOf((byte)0) < 0, "NUL inside");
        Require(packet.Ext.IsEmpty || !packet.Ext.Overlaps(packet.Trailer), "ext and trailer are one");
        Require(packet.Part(100_000).IsEmpty, "parts without end");
    }

    private void TakeEntry(in Packet packet, in EntryPayload entry)
    {
        if (!packet.Trailer.IsEmpty)
            Trailers++;
        foreach (string? name in new ReadOnlySpan<string?>([entry.User, entry.Host, entry.Nick, entry.Group, entry.Version ?? ""]))
            Require(name is { Length: <= 256 }, "a name of any length");
        Require(entry.Nick.Length > 0 || entry.User.Length == 0, "no nickname");
        Require(NickNameDecoration.Remove(entry.Nick, out _).Length > 0 || entry.Nick.Length == 0, "no bare nickname");
    }

    private void TakeBody(ReadOnlySpan<byte> body, string text)
    {
        Require(!text.Contains('\r'), "CR");
        if (PacketNumber.TryRead(body, out _))
            Numbers++;
        Trailer.Read(body);
        bool isList = HostListReader.TryRead(text, out int next, out int count, out var entries);
        if (!isList)
            return;
        Lists++;
        ListEntries += entries.Count;
        Require(next >= 0 && entries.Count <= count, "numbers of a list");
        foreach (var entry in entries)
            Require(entry is
            {
                User.Length: > 0 and <= 256, Host.Length: > 0 and <= 256, Nick.Length: <= 256, Group.Length: <= 256,
                EndPoint.Port: > 0
            }, "list entry");
    }

    // Cheaper than an assertion of xUnit, of which a million datagrams would need twenty million.
    private static void Require(bool holds, string what)
    {
        if (!holds)
            Assert.Fail(what);
    }
}
