using IpMsg.Node.Download;
using Xunit;

namespace IpMsg.Node.Tests.Download;

/// <summary>Offsets of resumed transfers.</summary>
public sealed class ResumePointTests
{
    [Theory]
    [InlineData(0x10, 10)]
    [InlineData(0x1a0, 1)]
    [InlineData(0xa1, 0)]
    [InlineData(0x12345, 12345)]
    public void What_a_sender_makes_of_hex_digits_is_known(long offset, long expected) =>
        Assert.Equal(expected, ResumePoint.AsDecimal(offset));
}
