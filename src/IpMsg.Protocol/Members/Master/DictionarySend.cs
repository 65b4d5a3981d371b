using System;
using System.Net;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A dictionary to send over TCP: connect, write it, and wait until the peer closes the connection without data (R127).</summary>
internal sealed class DictionarySend(IPEndPoint to, byte[] bytes, Action<bool> onEnd)
{
    /// <summary>After this time without the peer's close, in milliseconds, it has failed.</summary>
    internal const int TimeoutMs = 3_000;

    /// <summary>The address and port of the peer.</summary>
    internal IPEndPoint To => to;

    /// <summary>The whole dictionary.</summary>
    internal byte[] Bytes => bytes;

    /// <summary>Reports whether the peer has accepted it.</summary>
    internal void Complete(bool isAccepted) => onEnd(isAccepted);
}
