using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation.Host;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// Inserts a line above the prompt. Prompt and input move down and are not drawn again: PSReadLine would ask the terminal for the cursor
/// after a prompt with colours, and on Unix the question waits until the next key, because a thread of its own reads keys.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PromptLine
{
    private const string EditorName = "Microsoft.PowerShell.PSConsoleReadLine";
    private const string InsertLine = "\x1b[L";

    /// <summary>Writes the line.</summary>
    /// <param name="host">The host of the runspace.</param>
    /// <param name="line">Harmless text.</param>
    public static void Write(PSHost host, string line)
    {
        if (host is null)
            throw new ArgumentNullException(nameof(host));
        if (ActiveEditor() is { } editor)
            Above(editor, line);
        else
            host.UI.WriteLine(line);
    }

    // PSReadLine's editor, when it waits for a key on this thread: it runs the actions of events from there.
    private static Type? ActiveEditor() =>
        new StackTrace().GetFrames()
            ?.Select(frame => frame.GetMethod())
            .FirstOrDefault(method => method?.Name == "ReadLine" && method.DeclaringType?.FullName == EditorName)
            ?.DeclaringType;

    private static void Above(Type editor, string line)
    {
        var input = EditedInput.Find(editor);
        int height = Console.WindowTop + Console.WindowHeight;
        // The editor takes the row of the cursor for that of its input when the row has changed. In the second row of an input, one line
        // more would leave the cursor where it was.
        int lines = input.CursorTop == input.Top + 1 ? 2 : 1;
        int scrolled = Math.Max(0, Math.Min(lines, input.Bottom + lines - (height - 1)));
        if (input.PromptTop < scrolled)
            return;
        if (scrolled > 0)
        {
            Console.SetCursorPosition(0, height - 1);
            Console.Write(new string('\n', scrolled));
        }
        Console.SetCursorPosition(0, input.PromptTop - scrolled);
        Console.Write(string.Concat(Enumerable.Repeat(InsertLine, lines)) + ViewText.Cut(line, Math.Max(1, Console.WindowWidth - 1)));
        int moved = lines - scrolled;
        if (moved == 0)
            Console.SetCursorPosition(input.CursorLeft, input.CursorTop);
        else
            Console.SetCursorPosition(input.CursorLeft, input.Top + moved);
    }
}
