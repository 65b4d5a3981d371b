namespace IpMsg.Protocol.Members.Master;

/// <summary>The latest version of a master's list that a user has had.</summary>
/// <param name="Digits">The digits of the master's key.</param>
/// <param name="Version">The version.</param>
internal readonly record struct KeptVersion(string Digits, long Version);
