using System;
using System.Text;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Wire;

/// <summary>The sender's data in an entry-class packet. The trailer takes precedence over the header (R15).</summary>
internal readonly struct EntryPayload
{
    private EntryPayload(string user, string host, string nick, string group, string? version, ObservedEncoding observed)
    {
        User = user;
        Host = host;
        Nick = nick;
        Group = group;
        Version = version;
        ObservedEncoding = observed;
    }

    /// <summary>The user name, with a fingerprint if it has one.</summary>
    public string User { get; }

    /// <summary>The host name.</summary>
    public string Host { get; }

    /// <summary>The nickname, decorated as it came; the user name when there is none.</summary>
    public string Nick { get; }

    /// <summary>The group; empty when there is none.</summary>
    public string Group { get; }

    /// <summary>The VS line, or what a dialect's version field says; null when unknown.</summary>
    public string? Version { get; }

    /// <summary>The sender's observed encoding after this packet (R96, R99).</summary>
    public ObservedEncoding ObservedEncoding { get; }

    /// <summary>True when the sender confirms messages with a proof (R107).</summary>
    public bool ConfirmsWithProof { get; private init; }

    /// <summary>The packet number; 0 for an entry of a host list.</summary>
    public uint Number { get; private init; }

    /// <summary>Reads an entry, answer, absence or list query.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="codec">Reads text without a flag.</param>
    /// <param name="dialect">The sender's dialect.</param>
    /// <param name="observed">The sender's observed encoding before this packet.</param>
    public static EntryPayload Read(in Packet packet, TextCodec codec, ClientDialect dialect, ObservedEncoding observed)
    {
        var trailer = Trailer.Read(packet.Trailer);
        bool flagged = packet.IsUtf8;
        if (!flagged)
            observed = Learn(packet, dialect, observed);
        string user = Named(trailer.User) ?? codec.Read(packet.User, flagged, observed, dialect);
        string nick = trailer.Nick ?? codec.Read(packet.Body, flagged, observed, dialect);
        return new EntryPayload(
            StoredName.Of(user),
            StoredName.Of(Named(trailer.Host) ?? codec.Read(packet.Host, flagged, observed, dialect)),
            StoredName.Of(nick.Length == 0 ? FingerprintName.Bare(user) : nick),
            StoredName.Of(trailer.Group ?? codec.Read(packet.Ext, flagged, observed, dialect)),
            (trailer.Version ?? DialectVersion(packet, dialect)) is { } version ? StoredName.Of(version) : null,
            observed)
        {
            ConfirmsWithProof = trailer.ConfirmsWithProof,
            Number = PacketNumber.TryRead(packet.Number, out uint number) ? number : 0,
        };
    }

    /// <summary>Reads an entry of a host list.</summary>
    public static EntryPayload OfListEntry(HostListEntry entry) => new(
        StoredName.Of(entry.User),
        StoredName.Of(entry.Host),
        StoredName.Of(entry.Nick.Length == 0 ? FingerprintName.Bare(entry.User) : entry.Nick),
        StoredName.Of(entry.Group),
        entry.Version is { } version ? StoredName.Of(version) : null,
        ObservedEncoding.Unknown);

    // iptux writes "utf-8" as the fourth string in every encoding, so the string is only a hint (R96).
    private static ObservedEncoding Learn(in Packet packet, ClientDialect dialect, ObservedEncoding observed)
    {
        if (observed == ObservedEncoding.Unknown)
            observed = TextCodec.ExpectedOf(dialect);
        if (observed == ObservedEncoding.Unknown && dialect == ClientDialect.Iptux && packet.Part(3).SequenceEqual("utf-8"u8))
            observed = ObservedEncoding.SaysUtf8;
        observed = TextCodec.Learn(observed, packet.Body);
        return TextCodec.Learn(observed, packet.Ext);
    }

    private static string? DialectVersion(in Packet packet, ClientDialect dialect) => dialect switch
    {
        // The known dialect of the member may differ from that of this packet: another program may have its address now.
        ClientDialect.Iptux when packet.Version.StartsWith("1_"u8) => PacketReader.Text(packet.Version.Slice(2), Encoding.ASCII),
        ClientDialect.FeiQ => "FeiQ",
        ClientDialect.NeiWangTong => "NeiWangTong",
        ClientDialect.IpMsgNet => "IpMsg.Net",
        _ => null,
    };

    // An empty user or host name in the trailer does not replace the header. Nickname and group may be empty.
    private static string? Named(string? line) => string.IsNullOrEmpty(line) ? null : line;
}
