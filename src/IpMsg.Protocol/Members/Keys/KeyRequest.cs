using System.Net;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>A question for somebody's public key and, in the end, its answer.</summary>
/// <param name="to">Who is asked.</param>
public sealed class KeyRequest(IPEndPoint to)
{
    /// <summary>Who is asked.</summary>
    public IPEndPoint To { get; } = to;

    /// <summary>The key; null while there is none, and for good when five questions brought none.</summary>
    public KnownKey? Key { get; internal set; }

    /// <summary>For whoever asked: handed back with the report of the end.</summary>
    public object? Tag { get; set; }
}
