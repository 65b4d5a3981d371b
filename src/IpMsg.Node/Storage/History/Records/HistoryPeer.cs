namespace IpMsg.Node.Storage.History.Records;

/// <summary>The other side of a message, with its names at that time.</summary>
/// <param name="User">The user name, with its fingerprint if it has one.</param>
/// <param name="Host">Host name.</param>
/// <param name="NickName">The nickname; the user name when there is none.</param>
/// <param name="Group">Group; empty when there is none.</param>
/// <param name="Address">IP address as text.</param>
/// <param name="Port">UDP port.</param>
internal sealed record HistoryPeer(string User, string Host, string NickName, string Group, string Address, int Port);

/// <summary>One of several recipients of a received message.</summary>
/// <param name="User">User name.</param>
/// <param name="Host">Host name.</param>
internal readonly record struct HistoryName(string User, string Host);
