using System.Net;

namespace IpMsg.Protocol.Members.Master;

/// <summary>What a member is to a member master.</summary>
/// <param name="Address">The master of a user; null for the master itself.</param>
internal sealed record MasterSettings(IPEndPoint? Address)
{
    /// <summary>The key of the master that the user has given; null when a key counts once the user has confirmed it.</summary>
    internal MasterKey? Key { get; init; }

    /// <summary>The intervals.</summary>
    internal MasterTimes Times { get; init; } = MasterTimes.Default;
}
