using System.Net;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Where a message is to go, and what the user calls it.</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Name">A name for people.</param>
internal readonly record struct Recipient(IPEndPoint EndPoint, string Name)
{
    /// <summary>Both, or one when they are the same.</summary>
    public override string ToString() => Name == EndPoint.ToString() ? Name : Name + " (" + EndPoint + ")";
}
