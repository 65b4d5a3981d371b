namespace IpMsg.Protocol.Attachments;

/// <summary>An entry of a folder that was sent under another name (R115).</summary>
/// <param name="Path">The path inside the folder on the disk.</param>
/// <param name="Name">The name that the recipient got.</param>
internal sealed record ReplacedName(string Path, string Name);
