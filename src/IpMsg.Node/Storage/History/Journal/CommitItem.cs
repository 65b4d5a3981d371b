using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>A line that waits for the disk: a message or an update of one.</summary>
/// <param name="Record">The message; null for a flush only.</param>
/// <param name="Update">The update; null for the message itself.</param>
internal readonly record struct CommitItem(HistoryRecord? Record, HistoryUpdate? Update);
