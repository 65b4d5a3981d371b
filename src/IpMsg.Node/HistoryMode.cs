namespace IpMsg.Node;

/// <summary>Of what a history is kept.</summary>
public enum HistoryMode
{
    /// <summary>Of all messages, but of none that a command sends through a listener that only sends.</summary>
    Auto,
    /// <summary>Of all messages.</summary>
    On,
    /// <summary>Of none.</summary>
    Off,
}
