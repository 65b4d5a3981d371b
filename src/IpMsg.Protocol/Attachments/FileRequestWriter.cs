using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Writes IPMSG_GETFILEDATA and IPMSG_GETDIRFILES (R78). A request needs a single write: the reference client reads what its first receive
/// returns and nothing more.
/// </summary>
public static class FileRequestWriter
{
    /// <summary>Writes the whole packet.</summary>
    /// <param name="writer">Writes it.</param>
    /// <param name="number">The packet number.</param>
    /// <param name="user">Our user name, as in our entry packets: it is how the other side knows us.</param>
    /// <param name="host">Our host name, likewise.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="isUtf8">True exactly when the offer had UTF8OPT; it selects the encoding of names in the answer (R93).</param>
    public static void Write(ref PacketWriter writer, uint number, scoped ReadOnlySpan<byte> user, scoped ReadOnlySpan<byte> host, FileRequest request, bool isUtf8)
    {
        writer.Header(number, user, host, (uint)request.Command | (isUtf8 ? (uint)MessageFlags.Utf8 : 0));
        Numbers(ref writer, request);
        writer.Nul();
    }

    /// <summary>The body, with a colon behind every number.</summary>
    internal static void Numbers(ref PacketWriter writer, FileRequest request)
    {
        writer.Hex(request.OfferNumber);
        writer.Byte((byte)':');
        writer.Hex(request.FileId);
        writer.Byte((byte)':');
        if (request.Command == Command.GetFileData)
        {
            writer.Hex((ulong)request.Offset);
            writer.Byte((byte)':');
        }
    }
}
