using System.Collections.Generic;

namespace IpMsg.PowerShell.Chat;

/// <summary>A command of the conversation, for its help and for completion.</summary>
/// <param name="Name">The name without the slash.</param>
/// <param name="Usage">The name with its arguments.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record ChatCommand(string Name, string Usage, string Meaning)
{
    /// <summary>All of them, in the order of the help.</summary>
    internal static readonly IReadOnlyList<ChatCommand> All =
    [
        new("to", "/to <name>", "talk with another member, contact or group"),
        new("who", "/who", "who is there, and whose messages wait"),
        new("seal", "/seal <text>", "send a sealed message: its reader opens it, and you are told"),
        new("file", "/file <path> [text]", "offer a file or folder"),
        new("open", "/open [number]", "open a sealed message; its sender is told"),
        new("save", "/save [number] [folder]", "save a file that was offered"),
        new("again", "/again", "send again what was not confirmed"),
        new("away", "/away [text]", "be absent: who writes gets the text"),
        new("back", "/back", "be present again"),
        new("help", "/help", "show this list"),
        new("exit", "/exit", "leave, as Ctrl+C does"),
    ];

    /// <summary>The lines of the help.</summary>
    internal static IEnumerable<string> Help()
    {
        foreach (var command in All)
            yield return command.Usage.PadRight(25) + command.Meaning;
        yield return "//text".PadRight(25) + "send a text that begins with a slash";
        yield return "Alt+Enter begins a new line, Tab completes names and paths, Up and Down recall what you typed.";
    }
}
