using System.Net;
using IpMsg.Node;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Encryption;

namespace IpMsg.PowerShell;

/// <summary>The other side of a message in the history, with the names that it had then.</summary>
public sealed class IpMsgHistoryPeer
{
    internal IpMsgHistoryPeer(HistoryPeer peer)
    {
        Target = PeerMapping.EndPoint(peer);
        UserName = FingerprintName.Bare(peer.User);
        Fingerprint = FingerprintName.Read(peer.User);
        HostName = peer.Host;
        NickName = peer.NickName.Length > 0 ? peer.NickName : UserName.Length > 0 ? UserName : EndPoint;
        GroupName = peer.Group;
    }

    internal IPEndPoint Target { get; }

    /// <summary>The nickname; the endpoint when it was not known as a member.</summary>
    public string NickName { get; }

    /// <summary>The group; empty when there was none or it was not known.</summary>
    public string GroupName { get; }

    /// <summary>The user name without a fingerprint; empty when it was not known as a member.</summary>
    public string UserName { get; }

    /// <summary>The fingerprint in the user name; null without one.</summary>
    public string? Fingerprint { get; }

    /// <summary>The host name; empty when it was not known as a member.</summary>
    public string HostName { get; }

    /// <summary>The address.</summary>
    public string Address => Target.Address.ToString();

    /// <summary>The port.</summary>
    public int Port => Target.Port;

    /// <summary>Address and port.</summary>
    public string EndPoint => Target.ToString();

    /// <summary>The nickname, with control characters made harmless.</summary>
    public override string ToString() => SafeText.Line(NickName);
}
