using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Places;

/// <summary>An entry that does not count yet: its sender claims the names, or the endpoint, of a member with a pinned key.</summary>
/// <param name="From">The endpoint of the sender.</param>
internal sealed record PlaceClaim(IPEndPoint From)
{
    /// <summary>The entry; null when a signed message claims the endpoint.</summary>
    internal EntryPayload? Entry { get; init; }

    /// <summary>Its status flags.</summary>
    internal EntryFlags Status { get; init; }

    /// <summary>Its dialect.</summary>
    internal ClientDialect Dialect { get; init; }
}
