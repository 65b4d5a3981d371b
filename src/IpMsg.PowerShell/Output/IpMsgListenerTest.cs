using System.Collections.Generic;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Transport;
using IpMsg.PowerShell.Output;

namespace IpMsg.PowerShell;

/// <summary>The result of Test-IpMsgListener: whether a listener answers and accepts connections.</summary>
public sealed class IpMsgListenerTest
{
    private readonly List<string> _failures = [];

    /// <param name="target">The endpoint that was tested.</param>
    /// <param name="result">What the test has found there.</param>
    /// <param name="listener">The listener, when it is one of this process, which knows more of itself.</param>
    internal IpMsgListenerTest(IPEndPoint target, ListenerProbeResult result, IpMsgListener? listener)
    {
        EndPoint = target.ToString();
        IsAnswering = result.AnswerFailure is null;
        IsAcceptingConnections = result.ConnectFailure is null;
        RoundTripMs = Duration.ToMs(result.RoundTrip);
        Version = result.Version;
        Add("UDP", result.AnswerFailure);
        Add("TCP", result.ConnectFailure);
        if (listener is null)
            return;
        Add("Listener", listener.Failure);
        Add("Store", listener.StoreFailure);
        Add("Keys", listener.KeyFailure);
        foreach (var problem in listener.Node.Problems.Current)
            Add(problem.Part.ToString(), problem.Reason.Message);
    }

    /// <summary>Address and port.</summary>
    public string EndPoint { get; }

    /// <summary>True when nothing fails: it answers, and it accepts connections.</summary>
    public bool IsHealthy => _failures.Count == 0;

    /// <summary>True when it answers at its UDP port, where messages arrive.</summary>
    public bool IsAnswering { get; }

    /// <summary>True when it accepts connections at its TCP port, from which files are fetched.</summary>
    public bool IsAcceptingConnections { get; }

    /// <summary>Milliseconds to the answer; null without one.</summary>
    public double? RoundTripMs { get; }

    /// <summary>The version that it sent; null when it sent none.</summary>
    public string? Version { get; }

    /// <summary>What does not work; null for a healthy listener.</summary>
    public string? Failure => IsHealthy ? null : string.Join(" ", _failures);

    /// <summary>Endpoint and result.</summary>
    public override string ToString() => EndPoint + ": " + (IsHealthy ? "healthy" : SafeText.Line(Failure!));

    private void Add(string part, string? failure)
    {
        if (failure is not null)
            _failures.Add(part + ": " + failure.TrimEnd('.') + ".");
    }
}
