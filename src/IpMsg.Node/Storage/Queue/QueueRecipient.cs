using System.Net;
using IpMsg.Node.Transport;

namespace IpMsg.Node.Storage.Queue;

/// <summary>Who gets a queued message. User and host name say who it is, or without them the address.</summary>
/// <param name="Name">The name for display: what the user gave, or the nickname.</param>
internal sealed record QueueRecipient(string Name)
{
    /// <summary>The name of the contact that was meant; null when it was named otherwise.</summary>
    internal string? Contact { get; init; }

    /// <summary>The IPMsg user name without a fingerprint; null for any.</summary>
    internal string? UserName { get; init; }

    /// <summary>The IPMsg host name; null for any.</summary>
    internal string? HostName { get; init; }

    /// <summary>The fingerprint of its key, sixteen hex digits in lower case: another member gets nothing. Null without a key.</summary>
    internal string? Fingerprint { get; init; }

    /// <summary>The endpoint at which it was last known; null for none.</summary>
    internal IPEndPoint? Place { get; init; }

    /// <summary>True when user or host name say who it is.</summary>
    internal bool HasNames => UserName is not null || HostName is not null;

    /// <summary>What tells it from all others. Messages of one key are sent in order.</summary>
    internal string Key => HasNames
        ? (UserName ?? "*").ToLowerInvariant() + "@" + (HostName ?? "*").ToLowerInvariant()
        : Place?.ToString() ?? "";

    /// <summary>Who is meant, for people: user@host, else the address.</summary>
    internal string Identity => HasNames ? (UserName ?? "*") + "@" + (HostName ?? "*") : Place?.ToString() ?? Name;

    /// <summary>The name, and who is meant.</summary>
    public override string ToString() => Name == Identity ? Name : Name + " (" + Identity + ")";
}
