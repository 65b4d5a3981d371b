namespace IpMsg.Node;

/// <summary>How a node stands.</summary>
public enum NodeState
{
    /// <summary>It is a member of the network.</summary>
    Running,
    /// <summary>It is saying farewell.</summary>
    Stopping,
    /// <summary>Its port is free again.</summary>
    Stopped,
    /// <summary>Its receive loop has died; the failure says why.</summary>
    Failed,
}
