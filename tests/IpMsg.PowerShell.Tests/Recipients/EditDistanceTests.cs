using IpMsg.PowerShell.Recipients;
using Xunit;

namespace IpMsg.PowerShell.Tests.Recipients;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("suzuki", "SUZUKI", 0)]
    [InlineData("suzki", "suzuki", 1)]
    [InlineData("suzuuki", "suzuki", 1)]
    [InlineData("suzaki", "suzuki", 1)]
    [InlineData("suzkui", "suzuki", 1)]
    [InlineData("uszkui", "suzuki", 2)]
    [InlineData("szki", "suzuki", 2)]
    [InlineData("sato", "suzuki", 3)]
    [InlineData("", "ab", 2)]
    [InlineData("", "abc", 3)]
    [InlineData("王芳", "王方", 1)]
    public void Counts_changes_up_to_the_maximum(string left, string right, int distance)
    {
        Assert.Equal(distance, EditDistance.Of(left, right, 2));
        Assert.Equal(distance, EditDistance.Of(right, left, 2));
    }
}
