using System;

namespace IpMsg.PowerShell.Terminal;

/// <summary>The keyboard of the console. It is asked and not waited for: a thread that waits would take a key after the end.</summary>
internal sealed class ConsoleKeyboard : IKeyboard
{
    public bool TryRead(out ConsoleKeyInfo key)
    {
        key = default;
        if (!Console.KeyAvailable)
            return false;
        key = Console.ReadKey(intercept: true);
        return true;
    }
}
