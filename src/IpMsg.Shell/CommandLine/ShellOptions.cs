using System.Collections.Generic;

namespace IpMsg.Shell.CommandLine;

/// <summary>The command line, understood.</summary>
internal sealed record ShellOptions
{
    /// <summary>What to do.</summary>
    public ShellMode Mode { get; init; }

    /// <summary>The script text of <see cref="ShellMode.Command"/> or the path of <see cref="ShellMode.File"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>What stands after the path of a script file, as it was typed.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether a prompt follows the command or file.</summary>
    public bool NoExit { get; init; }

    /// <summary>Whether questions to the user fail instead of waiting for an answer.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>Whether the greeting is left out.</summary>
    public bool NoLogo { get; init; }
}
