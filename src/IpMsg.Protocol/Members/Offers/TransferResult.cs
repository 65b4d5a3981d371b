namespace IpMsg.Protocol.Members.Offers;

/// <summary>How a transfer has ended.</summary>
/// <param name="Failure">Why the recipient does not have everything, as a sentence; null when it has.</param>
public sealed record TransferResult(string? Failure = null)
{
    /// <summary>How the contents differ from those on the disk, as a sentence; null when they do not.</summary>
    public string? Remark { get; init; }

    /// <summary>True when parts of a folder were left out because they could not be read or named.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>
    /// True when it failed because the file or folder is gone, shorter, or another one: asking again brings nothing else.
    /// </summary>
    public bool IsSourceLost { get; init; }
}
