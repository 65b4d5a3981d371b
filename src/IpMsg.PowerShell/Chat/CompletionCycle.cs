using System;
using System.Collections.Generic;
using IpMsg.PowerShell.Terminal;

namespace IpMsg.PowerShell.Chat;

/// <summary>Inserts one completion after the other, as Tab is pressed again.</summary>
/// <param name="find">The completions for a text and a cursor in it.</param>
internal sealed class CompletionCycle(Func<string, int, (int Start, IReadOnlyList<string> Texts)> find)
{
    private IReadOnlyList<string> _texts = [];
    private int _start, _index;
    private string _typed = "", _last = "";

    /// <param name="buffer">The input.</param>
    /// <param name="step">1 for the next completion, -1 for the one before.</param>
    internal void Step(EditBuffer buffer, int step)
    {
        if (_texts.Count == 0 || buffer.Text != _last)
        {
            (_start, _texts) = find(buffer.Text, buffer.Cursor);
            if (_texts.Count == 0)
                return;
            _typed = buffer.Text.Substring(_start, buffer.Cursor - _start);
            _index = -1;
        }
        int before = (_index < 0 ? _typed : _texts[_index]).Length;
        // What was typed comes again after the last.
        _index = (_index + 1 + step + _texts.Count + 1) % (_texts.Count + 1) - 1;
        buffer.Replace(_start, before, _index < 0 ? _typed : _texts[_index]);
        _last = buffer.Text;
        // Behind the only one, Tab completes what comes next: inside a folder, its files.
        if (_texts.Count == 1)
            _texts = [];
    }
}
