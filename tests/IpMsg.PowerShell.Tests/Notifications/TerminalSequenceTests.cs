using System.Collections.Generic;
using IpMsg.PowerShell.Notifications;
using Xunit;

namespace IpMsg.PowerShell.Tests.Notifications;

public sealed class TerminalSequenceTests
{
    [Theory]
    [InlineData("TERM=xterm-256color", "\a")]
    [InlineData("", "\a")]
    [InlineData("TERM=xterm-kitty", "\u001b]9;suzuki: one, two\u001b\\")]
    [InlineData("TERM=xterm-256color TERM_PROGRAM=WezTerm", "\u001b]9;suzuki: one, two\u001b\\")]
    [InlineData("TERM=xterm-256color LC_TERMINAL=iTerm2", "\u001b]9;suzuki: one, two\u001b\\")]
    [InlineData("TERM=foot", "\u001b]777;notify;suzuki;one, two\u001b\\")]
    [InlineData("TERM=rxvt-unicode-256color", "\u001b]777;notify;suzuki;one, two\u001b\\")]
    // The terminal around tmux does not get the sequence.
    [InlineData("TERM=tmux-256color TERM_PROGRAM=WezTerm", "\a")]
    [InlineData("TERM=xterm-kitty TMUX=/tmp/tmux", "\a")]
    public void A_terminal_gets_what_it_knows(string variables, string expected)
    {
        var environment = new Dictionary<string, string>();
        foreach (string pair in variables.Split(' ', System.StringSplitOptions.RemoveEmptyEntries))
            environment[pair.Split('=')[0]] = pair.Split('=')[1];
        // A semicolon would end a field of the sequence.
        var text = new NotificationText("suzuki", "one; two");
        Assert.Equal(expected, TerminalSequence.Of(text, name => environment.GetValueOrDefault(name)));
    }
}
