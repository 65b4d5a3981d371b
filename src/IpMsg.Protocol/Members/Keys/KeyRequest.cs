using System;
using System.Net;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>A question for somebody's public key (R57).</summary>
/// <param name="to">Who is asked.</param>
/// <param name="observer">Who is told of the answer, or that none came; null for nobody.</param>
public sealed class KeyRequest(IPEndPoint to, IObserver<KeyRequestEnded>? observer = null)
{
    private volatile KnownKey? _key;

    /// <summary>Who is asked.</summary>
    public IPEndPoint To { get; } = to;

    /// <summary>The key; null while there is none, and for good when five questions brought none.</summary>
    public KnownKey? Key
    {
        get => _key;
        internal set => _key = value;
    }

    /// <summary>Who is told of the answer, or that none came; null for nobody.</summary>
    public IObserver<KeyRequestEnded>? Observer { get; } = observer;
}
