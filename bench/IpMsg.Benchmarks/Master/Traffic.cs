namespace IpMsg.Benchmarks.Master;

/// <summary>The bytes of the datagrams that a member has sent and received, by kind.</summary>
internal sealed class Traffic
{
    private readonly long[] _sent = new long[TrafficKinds.Count];
    private readonly long[] _received = new long[TrafficKinds.Count];

    internal void Send(TrafficKind kind, int bytes) => _sent[(int)kind] += bytes;

    internal void Receive(TrafficKind kind, int bytes) => _received[(int)kind] += bytes;

    internal long Sent(TrafficKind kind) => _sent[(int)kind];

    internal long Received(TrafficKind kind) => _received[(int)kind];

    internal void Clear()
    {
        System.Array.Clear(_sent);
        System.Array.Clear(_received);
    }
}
