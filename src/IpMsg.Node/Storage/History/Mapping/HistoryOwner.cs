namespace IpMsg.Node.Storage.History.Mapping;

/// <summary>
/// The names of this member for the senders of stored messages: they authorise downloads by these names (R84), also after the listener has
/// other names.
/// </summary>
/// <param name="UserName">The user name, with its fingerprint.</param>
/// <param name="HostName">The host name.</param>
/// <param name="LocalAddress">The address to which the listener is bound; null for all.</param>
/// <param name="KeepsHistory">False to remove a message from the store after it is received.</param>
internal sealed record HistoryOwner(string UserName, string HostName, string? LocalAddress, bool KeepsHistory = true);
