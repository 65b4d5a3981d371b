using IpMsg.Protocol.Attachments;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>A file, folder or image to offer with a message.</summary>
/// <param name="Attachment">The entry for the attachment list; its id is set when the message is written.</param>
/// <param name="Source">The source of the contents, for the code that sends them. The protocol library does not use it.</param>
public sealed record OutgoingFile(Attachment Attachment, object Source)
{
    /// <summary>True for an image in the format JPEG, which fewer clients show than PNG (R94).</summary>
    public bool IsJpeg { get; init; }
}
