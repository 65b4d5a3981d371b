using System;

namespace IpMsg.PowerShell.Notifications;

/// <summary>
/// The characters with which a terminal notifies its user: OSC 9 or OSC 777 where the terminal is known to show them, else the bell. An
/// unknown terminal could print the text of such a sequence.
/// </summary>
internal static class TerminalSequence
{
    private const string Bell = "\a", Osc = "\x1b]", End = "\x1b\\";

    /// <param name="text">Harmless text.</param>
    /// <param name="variable">Reads an environment variable.</param>
    internal static string Of(NotificationText text, Func<string, string?> variable) => Kind(variable) switch
    {
        // A semicolon separates the fields of both.
        9 => Osc + "9;" + text.ToString().Replace(';', ',') + End,
        777 => Osc + "777;notify;" + text.Title.Replace(';', ',') + ";" + text.Body.Replace(';', ',') + End,
        _ => Bell,
    };

    private static int Kind(Func<string, string?> variable)
    {
        // tmux and screen pass no such sequences on, but the bell.
        string terminal = variable("TERM") ?? "";
        if (variable("TMUX") is not null || terminal.StartsWith("screen", StringComparison.Ordinal)
            || terminal.StartsWith("tmux", StringComparison.Ordinal))
            return 0;
        // TERM and LC_TERMINAL pass through SSH.
        if (terminal is "xterm-kitty" or "xterm-ghostty" or "wezterm" || variable("LC_TERMINAL") == "iTerm2"
            || variable("TERM_PROGRAM") is "iTerm.app" or "WezTerm" or "ghostty")
            return 9;
        return terminal.StartsWith("rxvt-unicode", StringComparison.Ordinal) || terminal is "foot" or "foot-extra" ? 777 : 0;
    }
}
