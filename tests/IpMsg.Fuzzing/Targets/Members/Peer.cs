using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>Somebody who sends to the member: by an address of its own, or one that a forger may use.</summary>
/// <param name="Index">Its digit in scripts.</param>
/// <param name="EndPoint">The source of its datagrams.</param>
/// <param name="Key">Its key; null for none.</param>
internal sealed record Peer(int Index, IPEndPoint EndPoint, PrivateKey? Key)
{
    private const int Port = 2425, OtherPort = 50_000;

    /// <summary>Two with keys, two ports of one address, another network, IPv6, a broadcast address, one with an older key.</summary>
    internal static IReadOnlyList<Peer> All { get; } =
    [
        new(0, At("10.0.0.10"), TestKeys.Alice),
        new(1, At("10.0.0.11"), TestKeys.Bob),
        new(2, At("10.0.0.12"), null),
        new(3, At("10.0.0.12", OtherPort), null),
        new(4, At("192.168.7.13"), null),
        new(5, At("fe80::1"), null),
        new(6, At("10.255.255.255"), null),
        new(7, At("10.0.0.14"), TestKeys.OlderBob),
    ];

    /// <summary>The user name, without a fingerprint.</summary>
    internal string User => "peer" + Index;

    /// <summary>The host name.</summary>
    internal string Host => "PC" + Index;

    private static IPEndPoint At(string address, int port = Port) => new(IPAddress.Parse(address), port);
}
