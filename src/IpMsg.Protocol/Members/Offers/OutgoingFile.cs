using IpMsg.Protocol.Attachments;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>A file, folder or image that a message is to offer.</summary>
/// <param name="Attachment">What its recipients are told; the id is given when the message is written.</param>
/// <param name="Source">Where its contents are; for whoever sends them. The protocol never looks.</param>
public sealed record OutgoingFile(Attachment Attachment, object Source);
