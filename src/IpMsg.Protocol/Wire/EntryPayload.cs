using System;

namespace IpMsg.Protocol;

/// <summary>What an entry-class packet says of its sender, with the trailer's word over the header's (R15).</summary>
public readonly struct EntryPayload
{
    private EntryPayload(string user, string host, string nick, string group, string? version, TextHabit habit)
    {
        User = user;
        Host = host;
        Nick = nick;
        Group = group;
        Version = version;
        Habit = habit;
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

    /// <summary>What the sender's habit is after this packet (R96, R99).</summary>
    public TextHabit Habit { get; }

    /// <summary>Reads an entry, answer, absence or list query.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="codec">Reads text without a flag.</param>
    /// <param name="dialect">The sender's dialect.</param>
    /// <param name="habit">What its sender was known to send.</param>
    public static EntryPayload Read(in Packet packet, TextCodec codec, ClientDialect dialect, TextHabit habit)
    {
        var trailer = Trailer.Read(packet.Trailer);
        bool flagged = packet.IsUtf8;
        if (!flagged)
            habit = Learn(packet, dialect, habit);
        string user = Named(trailer.User) ?? codec.Read(packet.User, flagged, habit, dialect);
        string nick = trailer.Nick ?? codec.Read(packet.Body, flagged, habit, dialect);
        return new EntryPayload(
            KeptName.Of(user),
            KeptName.Of(Named(trailer.Host) ?? codec.Read(packet.Host, flagged, habit, dialect)),
            KeptName.Of(nick.Length == 0 ? FingerprintName.Bare(user) : nick),
            KeptName.Of(trailer.Group ?? codec.Read(packet.Ext, flagged, habit, dialect)),
            (trailer.Version ?? DialectVersion(packet, dialect)) is { } version ? KeptName.Of(version) : null,
            habit);
    }

    /// <summary>The same of a line in a host list.</summary>
    public static EntryPayload OfListEntry(HostListEntry entry) => new(
        KeptName.Of(entry.User), KeptName.Of(entry.Host), KeptName.Of(entry.Nick.Length == 0 ? FingerprintName.Bare(entry.User) : entry.Nick), KeptName.Of(entry.Group), null, TextHabit.Unknown);

    // iptux writes "utf-8" as the fourth string whatever it really sends, so that is only a hint (R96).
    private static TextHabit Learn(in Packet packet, ClientDialect dialect, TextHabit habit)
    {
        if (habit == TextHabit.Unknown && dialect == ClientDialect.Iptux && packet.Part(3).SequenceEqual("utf-8"u8))
            habit = TextHabit.SaysUtf8;
        habit = TextCodec.Learn(habit, packet.Body);
        return TextCodec.Learn(habit, packet.Ext);
    }

    private static string? DialectVersion(in Packet packet, ClientDialect dialect) => dialect switch
    {
        // A member's remembered dialect may not be this packet's: another program can have its address by now.
        ClientDialect.Iptux when packet.Version.StartsWith("1_"u8) => SpanText.Ascii(packet.Version.Slice(2)),
        ClientDialect.FeiQ => "FeiQ",
        ClientDialect.NeiWangTong => "NeiWangTong",
        ClientDialect.IpMsgNet => "IpMsg.Net",
        _ => null,
    };

    // Nobody is called nothing: an empty line must not take away what the header says. Nickname and group may be empty.
    private static string? Named(string? line) => string.IsNullOrEmpty(line) ? null : line;
}
