using System.Net;

namespace IpMsg.PowerShell.Recipients;

/// <summary>The endpoint of a recipient, and its name.</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Name">The name for display.</param>
internal readonly record struct Recipient(IPEndPoint EndPoint, string Name)
{
    /// <summary>Name and endpoint, or one of them when they are the same.</summary>
    public override string ToString() => Name == EndPoint.ToString() ? Name : Name + " (" + EndPoint + ")";
}
