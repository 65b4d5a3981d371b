using System;
using System.Net;

namespace IpMsg.Node;

/// <summary>The state of a node and the error for calls of a node that is not running. The owner calls its members under a lock.</summary>
/// <param name="localEndPoint">The endpoint of the node, for the errors.</param>
internal sealed class NodeLifetime(IPEndPoint localEndPoint)
{
    internal NodeState State { get; private set; }

    /// <summary>The reason of a failure; null without one.</summary>
    internal IpMsgException? Failure { get; private set; }

    /// <summary>True while the node handles timers and results: it is running, or sends BR_EXIT.</summary>
    internal bool IsAlive => State is NodeState.Running or NodeState.Stopping;

    /// <summary>The reason why a node is not running.</summary>
    internal IpMsgException Ending => Failure ?? new IpMsgException(
        IpMsgErrorId.ListenerStopped, "The listener was stopped.", localEndPoint, "Start-IpMsgListener starts one.");

    /// <summary>Marks the node as failed. False when it was not running.</summary>
    internal bool Fail(Exception reason)
    {
        if (State != NodeState.Running)
            return false;
        State = NodeState.Failed;
        Failure = new IpMsgException(IpMsgErrorId.ListenerFailed, "The listener has failed: " + reason.Message, localEndPoint,
            "Stop-IpMsgListener, then Start-IpMsgListener.", reason);
        return true;
    }

    /// <summary>Marks the node as stopping. True when it was running, false when it had failed; null otherwise.</summary>
    internal bool? Leave()
    {
        if (State is NodeState.Stopped or NodeState.Stopping)
            return null;
        bool isRunning = State == NodeState.Running;
        State = NodeState.Stopping;
        return isRunning;
    }

    /// <summary>Marks the node as stopped.</summary>
    internal void End() => State = NodeState.Stopped;
}
