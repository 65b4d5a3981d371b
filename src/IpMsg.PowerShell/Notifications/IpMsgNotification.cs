namespace IpMsg.PowerShell;

/// <summary>How a listener says that a message has come.</summary>
public enum IpMsgNotification
{
    /// <summary>The bell of the terminal, or its notification where the terminal has one (OSC 9, OSC 777).</summary>
    Bell,
    /// <summary>A line above the prompt.</summary>
    Line,
    /// <summary>A notification of the desktop.</summary>
    Desktop,
}
