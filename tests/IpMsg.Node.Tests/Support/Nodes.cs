using System;
using System.Text;
using IpMsg.Node.Networks;
using IpMsg.Node.Storage;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Tests.Support;

/// <summary>Makes nodes on a transport that a test controls.</summary>
internal static class Nodes
{
    internal static MemberNode Start(
        TemporaryFolder folder, IDatagramTransport transport, Func<NodeOptions, NodeOptions>? change = null, NetworkSource? network = null)
    {
        var options = new NodeOptions { IsSilent = true };
        options = change?.Invoke(options) ?? options;
        var settings = new MemberSettings("alice", "ALICE-PC", new TextCodec(Encoding.UTF8, Encoding.UTF8))
        { PersistsMessages = options.LogPath is not null || options.History is not null };
        return MemberNode.Start(
            new NodeServices(options, settings, new SharedPacketNumbers(folder["number"]), transport, null, new AddressFilter(null, null))
            {
                Network = network ?? new NetworkSource { Events = new FakeNetworkEvents() },
            });
    }
}
