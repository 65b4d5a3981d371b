using System.Collections.Generic;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>The result of a transfer.</summary>
/// <param name="Failure">Why the transfer is not complete, as a sentence; null when it is complete.</param>
public sealed record TransferResult(string? Failure = null)
{
    /// <summary>How the sent contents differ from the disk, as a sentence; null without a difference.</summary>
    public string? Remark { get; init; }

    /// <summary>True when entries of a folder were skipped because they could not be read or named.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>The entries of a folder that were sent under other names (R115); at most a thousand.</summary>
    internal IReadOnlyList<ReplacedName> ReplacedNames { get; init; } = [];

    /// <summary>
    /// True when it failed because the file or folder is missing, shorter, or replaced. A new request fails too.
    /// </summary>
    public bool IsSourceLost { get; init; }
}
