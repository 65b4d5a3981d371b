using System.Net;
using IpMsg.Node;
using IpMsg.Node.Contacts;

namespace IpMsg.PowerShell.Recipients;

/// <summary>The endpoint of a recipient, and its name.</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Name">The name for display.</param>
internal readonly record struct Recipient(IPEndPoint EndPoint, string Name)
{
    internal bool IsGuess { get; init; }

    /// <summary>User and host name, when the object that was given tells them; null otherwise.</summary>
    internal (string User, string Host)? Names { get; init; }

    /// <summary>The contact that was meant; null when it was named otherwise.</summary>
    internal Contact? Contact { get; init; }

    /// <summary>
    /// The other endpoint at which the recipient may be, when the user gave the listener another port than 2425 (R114); null for none.
    /// </summary>
    internal IPEndPoint? Alternative => IsGuess && EndPoint.Port != NodeOptions.StandardPort
        ? new IPEndPoint(EndPoint.Address, NodeOptions.StandardPort)
        : null;

    /// <summary>Name and endpoint, or one of them when they are the same.</summary>
    public override string ToString() => Name == EndPoint.ToString() || EndPoint.Port == 0 ? Name : Name + " (" + EndPoint + ")";
    // EndPoint.ToString() ? Name : Name + " (" + EndPoint + ")";
}
