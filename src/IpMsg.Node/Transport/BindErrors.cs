using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>Errors for sockets that cannot be bound.</summary>
internal static class BindErrors
{
    /// <summary>The error for an endpoint, with the advice that the user can follow.</summary>
    internal static IpMsgException Describe(IPEndPoint endPoint, SocketException inner) => inner.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => new(
            IpMsgErrorId.ListenerPortInUse,
            "Port " + endPoint.Port + " is in use at " + endPoint.Address + ".",
            endPoint,
            "Another IP Messenger client or another session of yours is running: stop it, or use -Port 0 for a free port.",
            inner),
        SocketError.AddressNotAvailable => new(
            IpMsgErrorId.ListenerAddressUnavailable,
            endPoint.Address + " is not an address of this machine.",
            endPoint,
            "Give one that is, or leave -Address out.",
            inner),
        SocketError.AccessDenied => new(
            IpMsgErrorId.ListenerAccessDenied,
            "The system does not allow port " + endPoint.Port + " at " + endPoint.Address + ".",
            endPoint,
            "Use another port, such as -Port 0.",
            inner),
        _ => new(
            IpMsgErrorId.ListenerFailed,
            "The listener cannot use " + endPoint + ": " + inner.Message,
            endPoint,
            "Check -Address and -Port.",
            inner),
    };
}
