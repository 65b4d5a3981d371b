using System;

namespace IpMsg.PowerShell.Notifications;

/// <summary>A line for the prompt.</summary>
/// <param name="line">Harmless text.</param>
internal sealed class LineEventArgs(string line) : EventArgs
{
    /// <summary>The text.</summary>
    public string Line { get; } = line;
}
