using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Discovery;

/// <summary>Members that do not exist, in a network with one that does: what a forger makes the member under test send.</summary>
internal sealed class ForgedMembers
{
    internal ForgedMembers(int mask = 8)
    {
        Fixture = new MemberFixture();
        var network = new LocalNetwork(Fixture.Node.EndPoint.Address, new IPAddress([255, mask >= 16 ? (byte)255 : (byte)0, 0, 0]));
        Fixture.Node.Do((machine, _) => machine.SetNetworks([SimulatedLan.Broadcast(2425)], [network], 2425));
        Fixture.Node.OnTransmit = transmit =>
        {
            if (!transmit.To.Equals(Fixture.Peer.EndPoint)
                && PacketReader.TryRead(transmit.Buffer.AsSpan(0, transmit.Length), out var packet))
                Sent.Add((Fixture.Lan.Now, transmit.To, packet.Command));
        };
    }

    internal MemberFixture Fixture { get; }

    internal MemberMachine Machine => Fixture.Machine;

    /// <summary>Everything that went elsewhere than to the peer.</summary>
    internal List<(long At, IPEndPoint To, Command Command)> Sent { get; } = [];

    /// <summary>The address of a member that does not exist, in another network.</summary>
    internal static IPEndPoint At(int number) => new(new IPAddress([44, (byte)(number >> 16), (byte)(number >> 8), (byte)number]), 2425);

    internal void Announce(int first, int count, uint word = MemberFixture.Entry)
    {
        Fixture.Node.Do((machine, now) =>
        {
            for (int i = first; i < first + count; i++)
                machine.Receive(now, Encoding.ASCII.GetBytes($"1:{i + 1}:forged{i}:PC{i}:{word}:Forged {i}\0Group\0"), At(i));
        });
    }

    /// <summary>A page with strangers from that index on.</summary>
    internal static string Page(int next, int first, int count)
    {
        var page = new StringBuilder($"{next,5}\a{count,5}\a");
        for (int i = first; i < first + count; i++)
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"listed{i}\aPC{i}\a16777216\a{At(i).Address}\a30985\aListed {i}\a\b\a");
        }
        return page.Append('\0').ToString();
    }

    /// <summary>The peer sends a list of that many strangers, page by page, as it is asked.</summary>
    internal void ServeList(int total, int perPage = 300) => Fixture.Peer.Reacts = packet =>
    {
        if (packet.Command != Command.GetList)
            return;
        int first = packet.Body.Length == 0 ? 0 : int.Parse(packet.Body, null);
        int count = System.Math.Min(perPage, total - first);
        Fixture.Peer.Say(Fixture.Node.EndPoint, 0x13, Page(first + count < total ? first + count : 0, first, count));
    };
}
