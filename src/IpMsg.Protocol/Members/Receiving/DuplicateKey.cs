namespace IpMsg.Protocol.Members.Receiving;

/// <summary>A digest of what makes two arrivals the same message; see <see cref="DuplicateFilter"/>.</summary>
internal readonly record struct DuplicateKey(ulong First, ulong Second);
