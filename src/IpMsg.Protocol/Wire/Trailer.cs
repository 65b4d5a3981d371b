using System;

namespace IpMsg.Protocol.Wire;

/// <summary>
/// The UTF-8 lines after an entry (R15, R16). A value is null without its line, and empty for an empty line.
/// </summary>
internal readonly struct Trailer
{
    private const byte LineFeed = 0x0A;

    private static ReadOnlySpan<byte> ProofLine => "\nPF:1"u8;

    private Trailer(string? user, string? host, string? nick, string? group, string? version, bool confirmsWithProof)
    {
        User = user;
        Host = host;
        Nick = nick;
        Group = group;
        Version = version;
        ConfirmsWithProof = confirmsWithProof;
    }

    /// <summary>UN: the user name; takes precedence over the header.</summary>
    public string? User { get; }

    /// <summary>HN: the host name; takes precedence over the header.</summary>
    public string? Host { get; }

    /// <summary>NN: the nickname; takes precedence over the body.</summary>
    public string? Nick { get; }

    /// <summary>GN: the group name; takes precedence over the ext.</summary>
    public string? Group { get; }

    /// <summary>VS: the client's version, <c>type:major:minor:revision</c>.</summary>
    public string? Version { get; }

    /// <summary>PF: true when the member confirms messages with a proof (R107).</summary>
    public bool ConfirmsWithProof { get; }

    /// <summary>Reads the lines in any order. Skips unknown tags and lines without a tag (R16).</summary>
    public static Trailer Read(ReadOnlySpan<byte> lines)
    {
        string? user = null, host = null, nick = null, group = null, version = null;
        bool confirmsWithProof = false;
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf(LineFeed);
            var line = end < 0 ? lines : lines.Slice(0, end);
            lines = end < 0 ? default : lines.Slice(end + 1);
            if (line.Length < 3 || line[2] != (byte)':')
                continue;
            switch ((char)line[0], (char)line[1])
            {
                case ('U', 'N'): user = Value(line); break;
                case ('H', 'N'): host = Value(line); break;
                case ('N', 'N'): nick = Value(line); break;
                case ('G', 'N'): group = Value(line); break;
                case ('V', 'S'): version = Value(line); break;
                case ('P', 'F'): confirmsWithProof = line.TrimEnd((byte)'\r').SequenceEqual(ProofLine.Slice(1)); break;
            }
        }
        return new Trailer(user, host, nick, group, version, confirmsWithProof);
    }

    /// <summary>
    /// Writes the lines of the names as the reference client does: a line feed before each, none at the end (R17). Then comes the line of
    /// R107. It writes no version and key lines, because the version types belong to registered clients.
    /// </summary>
    public static void Write(ref PacketWriter writer, string user, string host, string nick, string group)
    {
        Line(ref writer, "\nUN:"u8, user);
        Line(ref writer, "\nHN:"u8, host);
        Line(ref writer, "\nNN:"u8, nick);
        Line(ref writer, "\nGN:"u8, group);
        WriteProofLine(ref writer);
    }

    /// <summary>Writes the line that says that this member confirms with a proof (R107).</summary>
    public static void WriteProofLine(ref PacketWriter writer) => writer.Bytes(ProofLine);

    private static void Line(ref PacketWriter writer, ReadOnlySpan<byte> tag, string value)
    {
        writer.Bytes(tag);
        writer.Text(value.IndexOf('\n') < 0 ? value : value.Replace('\n', ' '), TextCodec.Utf8);
    }

    private static string Value(ReadOnlySpan<byte> line) => PacketReader.Text(line.Slice(3).TrimEnd((byte)'\r'), TextCodec.Utf8);
}
