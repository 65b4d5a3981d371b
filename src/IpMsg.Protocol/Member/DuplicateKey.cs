namespace IpMsg.Protocol;

/// <summary>Half of a SHA-256 over what makes two arrivals the same message; see <see cref="DuplicateFilter"/>.</summary>
internal readonly record struct DuplicateKey(ulong First, ulong Second);
