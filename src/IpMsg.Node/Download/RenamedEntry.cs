using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>An entry that was renamed or skipped.</summary>
/// <param name="Received">The name as received; untrusted text.</param>
/// <param name="Path">The path relative to the target folder; null when the entry was skipped because it is neither file nor
/// folder.</param>
/// <param name="Flaws">The flaws of the name; None when the name was in use.</param>
public sealed record RenamedEntry(string Received, string? Path, NameFlaws Flaws);
