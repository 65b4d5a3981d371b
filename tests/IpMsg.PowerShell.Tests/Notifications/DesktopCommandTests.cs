using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using IpMsg.PowerShell.Notifications;
using Xunit;

namespace IpMsg.PowerShell.Tests.Notifications;

/// <summary>The commands of all systems, which can be made on each. Tests of Pester run stand-ins for notify-send and BurntToast.</summary>
public sealed class DesktopCommandTests
{
    private static readonly NotificationText s_hostile = new("--help\" $(id)", "<b>&\"; `id` $(id) \\");

    [Fact]
    public void On_Linux_the_texts_are_arguments_behind_the_options_and_without_markup()
    {
        var command = DesktopCommand.For(s_hostile, "/usr/bin/notify-send", OSPlatform.Linux);
        Assert.Equal("/usr/bin/notify-send", command.Program);
        Assert.Equal(["--", s_hostile.Title, "&lt;b&gt;&amp;\"; `id` $(id) \\"], command.Arguments.Skip(2));
        Assert.Empty(command.Variables);
    }

    [Fact]
    public void On_macOS_the_texts_are_arguments_of_the_script()
    {
        var command = DesktopCommand.For(s_hostile, "/usr/bin/osascript", OSPlatform.OSX);
        Assert.Equal(["--", s_hostile.Title, s_hostile.Body], command.Arguments.Skip(2));
        Assert.DoesNotContain("id", command.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public void On_Windows_the_texts_are_variables()
    {
        var command = DesktopCommand.For(s_hostile, "powershell.exe", OSPlatform.Windows);
        Assert.Equal([s_hostile.Title, s_hostile.Body], command.Variables.OrderByDescending(each => each.Key).Select(each => each.Value));
        string script = Encoding.Unicode.GetString(Convert.FromBase64String(command.Arguments[^1]));
        foreach (string name in command.Variables.Keys)
            Assert.Contains("$env:" + name, script, StringComparison.Ordinal);
        Assert.DoesNotContain("$(id)", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("a \"quote\"", "\"a \\\"quote\\\"\"")]
    [InlineData("ends with \\", "\"ends with \\\\\"")]
    [InlineData("\\\" both", "\"\\\\\\\" both\"")]
    [InlineData("C:\\a b", "\"C:\\a b\"")]
    public void An_argument_is_quoted_by_the_rules_of_Windows(string argument, string quoted) =>
        Assert.Equal(quoted, CommandLineArgument.Quote(argument));
}
