using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>Writes the bodies of entry-class packets.</summary>
internal static class EntryWriter
{
    /// <summary>
    /// The body of an entry, exit, absence or no-operation: names in an encoding, mostly the code page, then the UTF-8 lines. The packet
    /// has no UTF-8 flag (R14, R17).
    /// </summary>
    public static void Announcement(ref PacketWriter writer, string user, string host, string nick, string group, Encoding encoding)
    {
        Names(ref writer, nick, group, encoding);
        writer.Nul();
        Trailer.Write(ref writer, user, host, nick, group);
    }

    /// <summary>
    /// The body of an answer: names in one encoding, without name lines (R23). It has no fourth string, because iptux reads one as its own
    /// extension.
    /// </summary>
    /// <param name="writer">The packet.</param>
    /// <param name="nick">The nickname.</param>
    /// <param name="group">The group.</param>
    /// <param name="encoding">The encoding of both.</param>
    /// <param name="hasTrailer">True for a trailer with the line of R107.</param>
    public static void Answer(ref PacketWriter writer, string nick, string group, Encoding encoding, bool hasTrailer)
    {
        Names(ref writer, nick, group, encoding);
        writer.Nul();
        if (hasTrailer)
            Trailer.WriteProofLine(ref writer);
    }

    private static void Names(ref PacketWriter writer, string nick, string group, Encoding encoding)
    {
        writer.Text(nick, encoding);
        writer.Nul();
        writer.Text(group, encoding);
    }
}
