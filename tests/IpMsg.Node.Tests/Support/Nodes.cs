using System;
using System.Text;
using IpMsg.Protocol;

namespace IpMsg.Node.Tests;

/// <summary>Makes nodes behind a door that a test holds.</summary>
internal static class Nodes
{
    internal static MemberNode Start(TemporaryFolder folder, IDatagramDoor door, Func<NodeOptions, NodeOptions>? change = null)
    {
        var options = new NodeOptions { IsSilent = true };
        options = change?.Invoke(options) ?? options;
        var settings = new MemberSettings("alice", "ALICE-PC", new TextCodec(Encoding.UTF8, Encoding.UTF8)) { PersistsMessages = options.LogPath is not null };
        return MemberNode.Start(new NodeParts(options, settings, new SharedPacketNumbers(folder["number"]), door, null, new AddressFilter(null, null)));
    }
}
