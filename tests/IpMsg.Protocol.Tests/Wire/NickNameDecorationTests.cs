using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Wire;

/// <summary>The decoration of an absent member's nickname.</summary>
public class NickNameDecorationTests
{
    [Theory]
    [InlineData("suzuki[away]", "suzuki", "away")]
    [InlineData("WinRef1[不在]", "WinRef1", "不在")]
    [InlineData("suzuki [離席中]", "suzuki", "離席中")]
    [InlineData("suzuki[]", "suzuki", "")]
    [InlineData("[ops] suzuki[away]", "[ops] suzuki", "away")]
    [InlineData("suzuki[ops][away]", "suzuki[ops]", "away")]
    [InlineData("suzuki[room [3]]", "suzuki", "room [3]")]
    [InlineData("a[b[c]", "a[b", "c")]
    [Rule(28)]
    public void R28_the_decoration_comes_off(string decorated, string bare, string title)
    {
        Assert.Equal(bare, NickNameDecoration.Remove(decorated, out string found));
        Assert.Equal(title, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("suzuki")]
    [InlineData("suzuki[away] ")]
    [InlineData("suzuki]")]
    [InlineData("suzuki[")]
    [InlineData("[away]")]
    [InlineData(" [away]")]
    [InlineData("]")]
    [Rule(28)]
    public void R28_a_name_without_decoration_stays(string name)
    {
        Assert.Equal(name, NickNameDecoration.Remove(name, out string title));
        Assert.Equal("", title);
    }

    [Theory]
    [InlineData("suzuki", "away", "suzuki[away]")]
    [InlineData("suzuki", "", "suzuki")]
    [InlineData("suzuki", "room [3]", "suzuki[room [3]]")]
    [Rule(28)]
    public void R28_the_decoration_goes_on_and_comes_off_again(string bare, string title, string decorated)
    {
        Assert.Equal(decorated, NickNameDecoration.Add(bare, title));
        Assert.Equal(bare, NickNameDecoration.Remove(decorated, out string found));
        Assert.Equal(title, found);
    }
}
