namespace IpMsg.Protocol.Members;

/// <summary>The source of a member's random numbers.</summary>
public interface IRandomSource
{
    /// <summary>A number of at least <paramref name="minimum"/> and less than <paramref name="limit"/>.</summary>
    int Next(int minimum, int limit);
}
