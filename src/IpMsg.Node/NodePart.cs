namespace IpMsg.Node;

/// <summary>A part of a listener that can stop working while the others go on.</summary>
public enum NodePart
{
    /// <summary>Receiving datagrams: entries, messages, confirmations.</summary>
    Udp,
    /// <summary>Accepting connections: members cannot fetch offered files.</summary>
    Tcp,
    /// <summary>The message log: messages that cannot be logged are not confirmed.</summary>
    Log,
    /// <summary>The message store: messages that cannot be stored are not confirmed.</summary>
    Store,
}
