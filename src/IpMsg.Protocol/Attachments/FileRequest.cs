using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>What a connection asks for.</summary>
/// <param name="Command"><see cref="Command.GetFileData"/> or <see cref="Command.GetFolderFiles"/>.</param>
/// <param name="OfferNumber">Packet number of the message that offers the file.</param>
/// <param name="FileId">The file's id in that message.</param>
/// <param name="Offset">Where to begin (R80); always 0 for folders.</param>
public readonly record struct FileRequest(Command Command, uint OfferNumber, uint FileId, long Offset = 0);
