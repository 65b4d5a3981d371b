using IpMsg.PowerShell.Chat;
using IpMsg.PowerShell.Terminal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Chat;

public sealed class CompletionCycleTests
{
    private readonly EditBuffer _buffer = new();

    [Fact]
    public void Tab_goes_through_the_completions_and_back_to_what_was_typed()
    {
        var cycle = new CompletionCycle((_, _) => (4, ["suzuki", "sugano"]));
        _buffer.Set("/to su");
        string[] texts = ["/to suzuki", "/to sugano", "/to su", "/to suzuki"];
        foreach (string text in texts)
        {
            cycle.Step(_buffer, 1);
            Assert.Equal(text, _buffer.Text);
        }
        cycle.Step(_buffer, -1);
        Assert.Equal("/to su", _buffer.Text);
        cycle.Step(_buffer, -1);
        Assert.Equal("/to sugano", _buffer.Text);
    }

    [Fact]
    public void What_is_behind_the_cursor_stays()
    {
        var cycle = new CompletionCycle((_, cursor) => (cursor - 2, ["suzuki"]));
        _buffer.Set("ask su now");
        for (int i = 0; i < 4; i++)
            _buffer.Left();
        cycle.Step(_buffer, 1);
        Assert.Equal("ask suzuki now", _buffer.Text);
        Assert.Equal(10, _buffer.Cursor);
    }

    [Fact]
    public void Behind_the_only_completion_Tab_searches_anew()
    {
        var cycle = new CompletionCycle((text, cursor) => text.EndsWith('/') ? (cursor, ["a.txt"]) : (cursor - 1, ["my/"]));
        _buffer.Set("m");
        cycle.Step(_buffer, 1);
        Assert.Equal("my/", _buffer.Text);
        cycle.Step(_buffer, 1);
        Assert.Equal("my/a.txt", _buffer.Text);
    }

    [Fact]
    public void Without_completions_nothing_changes()
    {
        var cycle = new CompletionCycle((_, cursor) => (cursor, []));
        _buffer.Set("x");
        cycle.Step(_buffer, 1);
        Assert.Equal("x", _buffer.Text);
    }
}
