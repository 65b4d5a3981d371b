using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Members;

/// <summary>The identity of a member: user name and host name, case-insensitive (R26).</summary>
/// <param name="user">User name.</param>
/// <param name="host">Host name.</param>
internal readonly struct NameKey(string user, string host) : IEquatable<NameKey>
{
    private readonly string _user = user;
    private readonly string _host = host;

    /// <summary>True when both names are equal, ignoring case.</summary>
    public bool Equals(NameKey other) =>
        string.Equals(_user, other._user, StringComparison.OrdinalIgnoreCase)
        && string.Equals(_host, other._host, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NameKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        unchecked(StringComparer.OrdinalIgnoreCase.GetHashCode(_user) * 31 + StringComparer.OrdinalIgnoreCase.GetHashCode(_host));
}
