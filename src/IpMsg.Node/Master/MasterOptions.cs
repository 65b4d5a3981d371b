using System;
using System.Net;

namespace IpMsg.Node.Master;

/// <summary>What a node is to a member master.</summary>
/// <param name="Address">The address and port of its master; null for the master itself.</param>
internal sealed record MasterOptions(IPEndPoint? Address)
{
    /// <summary>The master's key: forty digits, or a file of Get-IpMsgKey -ExportPath. Null when the user confirms it later.</summary>
    internal string? Key { get; init; }

    /// <summary>The time between two polls; one minute by default.</summary>
    internal TimeSpan Poll { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The time between two questions to a segment; three minutes by default.</summary>
    internal TimeSpan Cycle { get; init; } = TimeSpan.FromMinutes(3);
}
