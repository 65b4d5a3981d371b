using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>Writes the bodies of entry-class packets.</summary>
internal static class EntryWriter
{
    /// <summary>
    /// The body of an entry, exit, absence or no-operation: names in the code page, then the UTF-8 lines. The packet has no UTF-8 flag
    /// (R14, R17).
    /// </summary>
    public static void Announcement(ref PacketWriter writer, string user, string host, string nick, string group, Encoding codePage)
    {
        Names(ref writer, nick, group, codePage);
        writer.Nul();
        Trailer.Write(ref writer, user, host, nick, group);
    }

    /// <summary>
    /// The body of an answer: names in one encoding, without a trailer (R23). It has no fourth string, because iptux reads one as its own
    /// extension.
    /// </summary>
    public static void Answer(ref PacketWriter writer, string nick, string group, Encoding encoding)
    {
        Names(ref writer, nick, group, encoding);
        writer.Nul();
    }

    private static void Names(ref PacketWriter writer, string nick, string group, Encoding encoding)
    {
        writer.Text(nick, encoding);
        writer.Nul();
        writer.Text(group, encoding);
    }
}
