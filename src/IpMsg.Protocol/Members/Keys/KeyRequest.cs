using System;
using System.Net;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>A request for the public key of a member (R57).</summary>
/// <param name="to">The endpoint of the member.</param>
/// <param name="observer">Receives the end; null for none.</param>
public sealed class KeyRequest(IPEndPoint to, IObserver<KeyRequestEnded>? observer = null)
{
    private volatile KnownKey? _key;

    /// <summary>The endpoint of the member.</summary>
    public IPEndPoint To { get; } = to;

    /// <summary>The key; null before the answer, and after five transmissions without an answer.</summary>
    public KnownKey? Key
    {
        get => _key;
        internal set => _key = value;
    }

    /// <summary>Receives the end; null for none.</summary>
    public IObserver<KeyRequestEnded>? Observer { get; } = observer;
}
