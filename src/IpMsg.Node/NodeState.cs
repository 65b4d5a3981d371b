namespace IpMsg.Node;

/// <summary>The state of a node.</summary>
public enum NodeState
{
    /// <summary>The node is running.</summary>
    Running,
    /// <summary>The node is leaving the network.</summary>
    Stopping,
    /// <summary>The node has stopped, and its port is free.</summary>
    Stopped,
    /// <summary>The node has stopped working after an internal error, the failure.</summary>
    Failed,
}
