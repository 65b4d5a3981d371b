using System;
using System.Collections.Generic;
using System.Text;

namespace IpMsg.PowerShell.Terminal;

/// <summary>
/// Tells what is pasted from what is typed. A terminal that knows bracketed paste marks the text; elsewhere an Enter with more text right
/// behind it is part of a paste, so that a text of many lines becomes one message and not many.
/// </summary>
/// <param name="keyboard">The keyboard.</param>
internal sealed class KeyReader(IKeyboard keyboard)
{
    private const string PasteStart = "[200~", PasteEnd = "[201~";

    private readonly List<ConsoleKeyInfo> _waiting = [];
    private readonly StringBuilder _pasted = new();
    private bool _isPasting;
    private int _held;

    /// <summary>Reads the keys that wait.</summary>
    /// <param name="pressed">Gets each key; false to leave the others for the next call.</param>
    /// <param name="pasted">Gets each pasted text.</param>
    internal void Read(Func<ConsoleKeyInfo, bool> pressed, Action<string> pasted)
    {
        int before = _waiting.Count;
        while (keyboard.TryRead(out var key))
            _waiting.Add(key);
        bool isHeldAgain = _waiting.Count == before && _held == before;
        int at = 0;
        while (at < _waiting.Count)
        {
            int common = MarkAt(at, _isPasting ? PasteEnd : PasteStart);
            if (common == 1 + PasteStart.Length)
            {
                at += common;
                EndPart(pasted);
                continue;
            }
            // The rest of a mark may come with the next keys. An Escape that stands alone is one.
            if (common > 0 && at + common == _waiting.Count && !isHeldAgain)
                break;
            var key = _waiting[at++];
            if (_isPasting)
                Add(key);
            else if (key.Key == ConsoleKey.Enter && at < _waiting.Count && IsText(_waiting[at]))
                pasted("\n");
            else if (!pressed(key))
                break;
        }
        _waiting.RemoveRange(0, at);
        _held = _waiting.Count;
    }

    private void EndPart(Action<string> pasted)
    {
        if (_isPasting)
            pasted(_pasted.ToString());
        _pasted.Clear();
        _isPasting = !_isPasting;
    }

    // Control characters have no place in a message: NUL would end it.
    private void Add(ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Enter)
            _pasted.Append('\n');
        else if (key.Key == ConsoleKey.Tab)
            _pasted.Append(' ');
        else if (!char.IsControl(key.KeyChar))
            _pasted.Append(key.KeyChar);
    }

    // How many keys agree with a mark, which .NET gives as Escape and the characters behind it; 0 when one differs.
    private int MarkAt(int at, string mark)
    {
        if (_waiting[at].Key != ConsoleKey.Escape)
            return 0;
        int count = Math.Min(_waiting.Count - at - 1, mark.Length);
        for (int i = 0; i < count; i++)
        {
            if (_waiting[at + 1 + i].KeyChar != mark[i])
                return 0;
        }
        return 1 + count;
    }

    private static bool IsText(ConsoleKeyInfo key) => key.KeyChar >= ' ' || key.Key is ConsoleKey.Enter or ConsoleKey.Tab;
}
