using System;
using System.Linq;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>A listener with four members and a stranger around it, for tests that share it. Two of the members have one name.</summary>
public sealed class MembersFixture : IDisposable
{
    private readonly Lan _lan = new();
    private readonly ScriptedPeer[] _peers;
    private int _round;

    public MembersFixture()
    {
        Session = _lan.Session();
        Listener = _lan.Listen(Session, 1, "-NickName me");
        _peers =
        [
            _lan.Member(Listener, 2, "suzuki", peer => peer.Group = "Ops"),
            _lan.Member(Listener, 3, "Tanaka Taro", peer => peer.Group = "Ops"), _lan.Member(Listener, 4, "sato"),
            _lan.Member(Listener, 5, "sato"),
            _lan.Peer(6, "stranger"), _lan.Keep(new ScriptedPeer(new(System.Net.IPAddress.Loopback, _lan.Port), "local")),
        ];
        _peers[0].Message(Listener.Node.LocalEndPoint, "from suzuki");
        Session.Run(
            "$suzuki = Get-IpMsgMember suzuki; $tanaka = Get-IpMsgMember tanaka*; $message = Receive-IpMsg -TimeoutSec 20 -Count 1");
        Session.Run("$address2, $address6, $port = $args", _lan.Address(2), _lan.Address(6), _lan.Port);
    }

    internal PsSession Session { get; }

    internal IpMsgListener Listener { get; }

    internal string Address(int host) => _lan.Address(host);

    /// <summary>
    /// Runs a script and tells who got which text through it, such as "suzuki=hi; Tanaka Taro=hi", or the id of its error.
    /// </summary>
    internal string Outcome(string script)
    {
        foreach (var peer in _peers)
            peer.Forget();
        var result = Session.Try(script);
        string mark = "mark " + ++_round;
        // What was sent before has arrived when this is confirmed.
        foreach (var peer in _peers)
            Session.Run("$null = Send-IpMsg $args[0] $args[1]", peer.EndPoint, mark);
        var got = from peer in _peers
                  from datagram in peer.ReceivedOf(Wire.SendMessage)
                  where datagram.Body != mark
                  select peer.Nick + "=" + datagram.Body;
        var errors = result.AllErrors.Select(each => each.FullyQualifiedErrorId.Split(',')[0]);
        return string.Join("; ", got.Concat(errors));
    }

    public void Dispose() => _lan.Dispose();
}
