using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Reads the body of IPMSG_GETFILEDATA and IPMSG_GETDIRFILES, with or without the final colon. Ignores everything after it (R79).
/// </summary>
public static class FileRequestReader
{
    /// <summary>
    /// Reads a request. Returns false when the packet is no file request or its numbers are unreadable; close the connection then (R84).
    /// </summary>
    /// <param name="packet">The packet.</param>
    /// <param name="request">The request.</param>
    /// <param name="numbers">The number format. When no offer matches the hex numbers, try the other formats.</param>
    public static bool TryRead(in Packet packet, out FileRequest request, FileRequestNumbers numbers = FileRequestNumbers.Hex) =>
        TryRead(packet.Command, packet.Body, out request, numbers);

    internal static bool TryRead(Command command, ReadOnlySpan<byte> body, out FileRequest request, FileRequestNumbers numbers)
    {
        request = default;
        if (!IsFileRequest(command))
            return false;
        var fields = new FieldReader(body);
        bool decimalId = numbers != FileRequestNumbers.Hex, decimalRest = numbers == FileRequestNumbers.Decimal;
        if (!TryNumber(ref fields, decimalRest, out long offer) || offer > uint.MaxValue
            || !TryNumber(ref fields, decimalId, out long id) || id > uint.MaxValue)
            return false;
        long offset = 0;
        // iptux writes an offset for folders too; a folder has no offset.
        if (command == Command.GetFileData && fields.TryPlain(out var text) && !text.IsEmpty && !TryNumber(text, decimalRest, out offset))
            return false;
        request = new FileRequest(command, (uint)offer, (uint)id, offset);
        return true;
    }

    internal static bool IsFileRequest(Command command) => command is Command.GetFileData or Command.GetFolderFiles;

    private static bool TryNumber(ref FieldReader fields, bool isDecimal, out long value)
    {
        value = 0;
        return fields.TryPlain(out var text) && TryNumber(text, isDecimal, out value);
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, bool isDecimal, out long value) =>
        isDecimal ? NumberText.TryReadDecimal(text, out value) : NumberText.TryReadHex(text, out value);
}
