namespace IpMsg.Node.Storage.History.Mapping;

/// <summary>
/// Who we are to those whose messages are kept: they give files to these names only (R84), also after the listener has others.
/// </summary>
/// <param name="UserName">Our user name, with a fingerprint if it has one.</param>
/// <param name="HostName">Our host name.</param>
/// <param name="LocalAddress">The one address to which the listener is bound; null for all.</param>
/// <param name="KeepsHistory">False when nothing stays of a message once it was received.</param>
internal sealed record HistoryOwner(string UserName, string HostName, string? LocalAddress, bool KeepsHistory = true);
