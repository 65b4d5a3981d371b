using System.Net;
using IpMsg.Protocol;

namespace IpMsg.PowerShell;

/// <summary>Who wrote a message: a member, or a stranger of whom only the header's names are known.</summary>
public sealed class IpMsgSender
{
    private readonly IPEndPoint _endPoint;

    internal IpMsgSender(IncomingMessage message)
    {
        UserName = message.User;
        HostName = message.Host;
        NickName = message.Sender?.NickName ?? message.User;
        GroupName = message.Sender?.GroupName ?? "";
        _endPoint = message.From;
    }

    /// <summary>The nickname; the user name when there is none.</summary>
    public string NickName { get; }

    /// <summary>The group; empty when there is none or it is not known.</summary>
    public string GroupName { get; }

    /// <summary>The user name in the message's header.</summary>
    public string UserName { get; }

    /// <summary>The host name in the message's header.</summary>
    public string HostName { get; }

    /// <summary>Where the message came from.</summary>
    public IPEndPoint EndPoint => _endPoint.Copy();

    /// <summary>The address it came from.</summary>
    public IPAddress Address => _endPoint.Address;

    /// <summary>The nickname.</summary>
    public override string ToString() => NickName;
}
