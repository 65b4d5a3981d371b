namespace IpMsg.Protocol.Members;

/// <summary>Where a member's randomness comes from.</summary>
public interface IRandomSource
{
    /// <summary>A number of at least <paramref name="minimum"/> and less than <paramref name="limit"/>.</summary>
    int Next(int minimum, int limit);
}
