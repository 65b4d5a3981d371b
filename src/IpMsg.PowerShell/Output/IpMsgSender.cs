using System.Net;
using IpMsg.Node;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.PowerShell;

/// <summary>The sender of a message: a member, or only the names in the header of the message.</summary>
public sealed class IpMsgSender
{
    internal IpMsgSender(IncomingMessage message)
    {
        UserName = FingerprintName.Bare(message.User);
        Fingerprint = FingerprintName.Read(message.User);
        HostName = message.Host;
        NickName = message.Sender?.NickName ?? UserName;
        GroupName = message.Sender?.GroupName ?? "";
        Source = message.From;
    }

    internal IPEndPoint Source { get; }

    /// <summary>The nickname; the user name when there is none.</summary>
    public string NickName { get; }

    /// <summary>The group; empty when there is none or it is not known.</summary>
    public string GroupName { get; }

    /// <summary>The user name in the message's header, without a fingerprint.</summary>
    public string UserName { get; }

    /// <summary>The fingerprint in the user name; null without one. Only a valid signature proves it.</summary>
    public string? Fingerprint { get; }

    /// <summary>The host name in the message's header.</summary>
    public string HostName { get; }

    /// <summary>Where the message came from.</summary>
    public string EndPoint => Source.ToString();

    /// <summary>The address it came from.</summary>
    public string Address => Source.Address.ToString();

    /// <summary>The nickname, with control characters made harmless.</summary>
    public override string ToString() => SafeText.Line(NickName);
}
