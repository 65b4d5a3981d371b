using System.Collections.Generic;
using IpMsg.Protocol.IPDict;

namespace IpMsg.Protocol.Members.Master.Packets;

/// <summary>IPMSG_DIR_POLL.</summary>
internal static class PollDict
{
    private const int MaxNetworks = 32;

    internal static void Write(IpDictWriter dict, Poll poll)
    {
        if (!poll.CanBeAgent)
            dict.Set(MasterDictKeys.CanBeAgent, 0);
        var networks = new List<byte[]>();
        foreach (var network in poll.Networks)
        {
            networks.Add(new IpDictWriter()
                .Set(MasterDictKeys.NetworkAddress, network.Network.ToString())
                .Set(MasterDictKeys.NetworkPrefix, network.Prefix)
                .ContentToArray());
        }
        dict.SetList(MasterDictKeys.Networks, networks);
        if (poll.ListVersion is { } version)
            dict.Set(MasterDictKeys.ListVersion, version);
    }

    internal static Poll Read(in IpDict dict)
    {
        var networks = new List<Segment>();
        if (dict.TryGetList(MasterDictKeys.Networks, out var list))
        {
            foreach (var value in list)
            {
                if (networks.Count == MaxNetworks || !IpDict.TryReadContent(value, out var network))
                    break;
                if (DictText.Address(network, MasterDictKeys.NetworkAddress) is { } address
                    && network.TryGetNumber(MasterDictKeys.NetworkPrefix, out long prefix)
                    && Segment.Of(address, prefix) is { } segment)
                    networks.Add(segment);
            }
        }
        bool isRefusing = dict.TryGetNumber(MasterDictKeys.CanBeAgent, out long agent) && agent == 0;
        return new Poll(networks, !isRefusing, dict.TryGetNumber(MasterDictKeys.ListVersion, out long version) ? version : null);
    }
}
