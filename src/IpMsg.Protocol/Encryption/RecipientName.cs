namespace IpMsg.Protocol.Encryption;

/// <summary>One of several recipients of a message.</summary>
/// <param name="User">The user name, with its fingerprint if it has one.</param>
/// <param name="Host">The host name.</param>
public readonly record struct RecipientName(string User, string Host);
