namespace IpMsg.Node;

/// <summary>The messages that the history keeps.</summary>
public enum HistoryMode
{
    /// <summary>All messages, except those that a command sends through a listener that it started only to send.</summary>
    Auto,
    /// <summary>All messages.</summary>
    On,
    /// <summary>No messages.</summary>
    Off,
}
