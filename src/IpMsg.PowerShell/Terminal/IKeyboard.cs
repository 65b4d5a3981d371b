using System;

namespace IpMsg.PowerShell.Terminal;

/// <summary>Where keys come from.</summary>
internal interface IKeyboard
{
    /// <summary>The next key; false when none waits.</summary>
    bool TryRead(out ConsoleKeyInfo key);
}
