using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Writes IPMSG_GETFILEDATA and IPMSG_GETDIRFILES (R78). Send the request with a single write: the reference client calls receive once.
/// </summary>
public static class FileRequestWriter
{
    /// <summary>Writes the whole packet.</summary>
    /// <param name="writer">The packet's writer.</param>
    /// <param name="number">The packet number.</param>
    /// <param name="user">Our user name, equal to the one in our entry packets: the other side identifies us by it.</param>
    /// <param name="host">Our host name, equal to the one in our entry packets.</param>
    /// <param name="request">The request.</param>
    /// <param name="isUtf8">True when the offer has UTF8OPT. It selects the encoding of names in the answer (R93).</param>
    public static void Write(
        ref PacketWriter writer, uint number, scoped ReadOnlySpan<byte> user, scoped ReadOnlySpan<byte> host,
        FileRequest request, bool isUtf8)
    {
        writer.Header(number, user, host, (uint)request.Command | (isUtf8 ? (uint)MessageFlags.Utf8 : 0));
        Numbers(ref writer, request);
        writer.Nul();
    }

    /// <summary>Writes the body with a colon after every number.</summary>
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
