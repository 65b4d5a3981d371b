using System.Net;

namespace IpMsg.PowerShell.Output;

/// <summary>Copies endpoints: IPEndPoint is mutable, and those of this module are dictionary keys.</summary>
internal static class EndPointExtensions
{
    internal static IPEndPoint Copy(this IPEndPoint endPoint) => new(endPoint.Address, endPoint.Port);
}
