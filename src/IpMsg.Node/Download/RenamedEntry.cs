using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>An entry that is not there under the name its sender gave it.</summary>
/// <param name="Received">The name as it came; a stranger's text.</param>
/// <param name="Path">Where it is, relative to the target folder; null when it was left out because it is neither file nor folder.</param>
/// <param name="Flaws">What was wrong with the name; None when it was merely taken.</param>
public sealed record RenamedEntry(string Received, string? Path, NameFlaws Flaws);
