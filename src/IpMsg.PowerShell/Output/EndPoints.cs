using System.Net;

namespace IpMsg.PowerShell.Output;

/// <summary>Endpoints can be changed by whoever holds them, and ours are keys: scripts get copies, and theirs are copied.</summary>
internal static class EndPoints
{
    internal static IPEndPoint Copy(this IPEndPoint endPoint) => new(endPoint.Address, endPoint.Port);
}
