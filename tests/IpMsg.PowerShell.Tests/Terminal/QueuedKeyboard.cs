using System;
using System.Collections.Generic;
using IpMsg.PowerShell.Terminal;

namespace IpMsg.PowerShell.Tests.Terminal;

/// <summary>A keyboard that a test plays.</summary>
internal sealed class QueuedKeyboard : IKeyboard
{
    private readonly Queue<ConsoleKeyInfo> _keys = new();

    public bool TryRead(out ConsoleKeyInfo key) => _keys.TryDequeue(out key);

    /// <summary>Characters as .NET reports them; CR is Enter, ESC Escape, TAB Tab.</summary>
    internal QueuedKeyboard Type(string text)
    {
        foreach (char each in text)
            _keys.Enqueue(Key(each));
        return this;
    }

    internal QueuedKeyboard Press(ConsoleKeyInfo key)
    {
        _keys.Enqueue(key);
        return this;
    }

    internal static ConsoleKeyInfo Key(char each) => new(each, each switch
    {
        '\r' => ConsoleKey.Enter,
        '\t' => ConsoleKey.Tab,
        '\x1b' => ConsoleKey.Escape,
        _ => ConsoleKey.None,
    }, shift: false, alt: false, control: false);

    internal static ConsoleKeyInfo Key(ConsoleKey key, bool shift = false, bool alt = false, bool control = false) =>
        new('\0', key, shift, alt, control);
}
