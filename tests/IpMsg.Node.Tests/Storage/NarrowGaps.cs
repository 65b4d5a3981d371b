using IpMsg.Protocol.Members;

namespace IpMsg.Node.Tests.Storage;

/// <summary>Makes every gap between packet numbers one.</summary>
internal sealed class NarrowGaps : IRandomSource
{
    public int Next(int minimum, int limit) => minimum;
}
