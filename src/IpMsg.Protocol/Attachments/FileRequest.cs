using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>A request for a file or folder over TCP.</summary>
/// <param name="Command"><see cref="Command.GetFileData"/> or <see cref="Command.GetFolderFiles"/>.</param>
/// <param name="OfferNumber">The packet number of the message that offers the file.</param>
/// <param name="FileId">The id of the file in that message.</param>
/// <param name="Offset">The offset of the first byte (R80); always 0 for folders.</param>
public readonly record struct FileRequest(Command Command, uint OfferNumber, uint FileId, long Offset = 0);
