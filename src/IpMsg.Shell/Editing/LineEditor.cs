using System;
using System.Management.Automation;
using IpMsg.Shell.Hosting;

namespace IpMsg.Shell.Editing;

/// <summary>Reads a line at a terminal, with the keys people have in their fingers.</summary>
/// <param name="terminal">Where the line is shown.</param>
/// <param name="keys">Where it comes from.</param>
/// <param name="history">What the arrows bring back, for commands.</param>
/// <param name="complete">What Tab asks, for commands: a text and the cursor's place in it.</param>
internal sealed class LineEditor(
    Terminal terminal, KeyReader keys, LineHistory? history = null, Func<string, int, CommandCompletion?>? complete = null)
{
    private readonly LineBuffer _line = new();
    private CommandCompletion? _completion;

    /// <summary>The line; null at the end of the input (Ctrl+D).</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C, or the process is ending.</exception>
    public string? Read(string prompt, bool masked = false)
    {
        using var controlC = KeyReader.TakeControlC();
        var view = new LineView(terminal, prompt, masked);
        _line.Set("");
        history?.Rewind();
        while (true)
        {
            view.Draw(_line);
            var key = keys.Read();
            var control = (key.Modifiers & ConsoleModifiers.Control) != 0;
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    view.Finish(_line);
                    return _line.Text;
                case ConsoleKey.C when control:
                    view.Finish(_line, "^C");
                    throw new OperationCanceledException();
                case ConsoleKey.D when control && _line.Text.Length == 0:
                    view.Finish(_line);
                    return null;
                case ConsoleKey.L when control:
                    view.Clear();
                    break;
                case ConsoleKey.Tab:
                    Complete(forward: (key.Modifiers & ConsoleModifiers.Shift) == 0);
                    continue;
                default:
                    Edit(key, control);
                    break;
            }

            _completion = null;
        }
    }

    private void Edit(ConsoleKeyInfo key, bool control)
    {
        Action edit = (key.Key, control) switch
        {
            (ConsoleKey.Backspace, false) or (ConsoleKey.H, true) => _line.DeleteBefore,
            (ConsoleKey.Delete, _) or (ConsoleKey.D, true) => _line.DeleteAfter,
            (ConsoleKey.LeftArrow, false) or (ConsoleKey.B, true) => _line.MoveLeft,
            (ConsoleKey.RightArrow, false) or (ConsoleKey.F, true) => _line.MoveRight,
            (ConsoleKey.LeftArrow, true) => _line.MoveWordLeft,
            (ConsoleKey.RightArrow, true) => _line.MoveWordRight,
            (ConsoleKey.Home, _) or (ConsoleKey.A, true) => () => _line.MoveTo(0),
            (ConsoleKey.End, _) or (ConsoleKey.E, true) => () => _line.MoveTo(_line.Text.Length),
            (ConsoleKey.UpArrow, _) or (ConsoleKey.P, true) => () => Recall(-1),
            (ConsoleKey.DownArrow, _) or (ConsoleKey.N, true) => () => Recall(+1),
            (ConsoleKey.W, true) or (ConsoleKey.Backspace, true) => _line.DeleteWord,
            (ConsoleKey.U, true) => _line.DeleteToStart,
            (ConsoleKey.K, true) => _line.DeleteToEnd,
            (ConsoleKey.Escape, _) => () => _line.Set(""),
            _ => () => Insert(key.KeyChar),
        };
        edit();
    }

    private void Insert(char c)
    {
        if (!char.IsControl(c))
        {
            _line.Insert(c);
        }
    }

    private void Recall(int direction)
    {
        if (history?.Step(direction, _line.Text) is { } line)
        {
            _line.Set(line);
        }
    }

    /// <summary>The first Tab puts the first match in, each further one the next (Shift+Tab: the one before).</summary>
    private void Complete(bool forward)
    {
        _completion ??= complete?.Invoke(_line.Text, _line.Cursor);
        if (_completion is not { CompletionMatches.Count: > 0 } matches)
        {
            return;
        }

        var match = matches.GetNextResult(forward).CompletionText;
        _line.Replace(matches.ReplacementIndex, matches.ReplacementLength, match);
        matches.ReplacementLength = match.Length;
    }
}
