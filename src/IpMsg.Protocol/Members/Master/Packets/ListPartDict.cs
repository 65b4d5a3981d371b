using IpMsg.Protocol.IPDict;

namespace IpMsg.Protocol.Members.Master.Packets;

/// <summary>IPMSG_ANSLIST_DICT.</summary>
internal static class ListPartDict
{
    internal static void Write(IpDictWriter dict, ListPart part)
    {
        HostDict.Write(dict, part.Hosts);
        dict.Set(MasterDictKeys.Start, part.Start)
            .Set(MasterDictKeys.Count, part.Hosts.Count)
            .Set(MasterDictKeys.Total, part.Total);
        if (part.Version is { } version)
            dict.Set(MasterDictKeys.ListVersion, version);
        if (part.Base is { } from)
            dict.Set(MasterDictKeys.ListBase, from);
    }

    /// <summary>Null without a list of members, and when a member of it is malformed.</summary>
    internal static ListPart? Read(in IpDict dict)
    {
        if (!HostDict.TryRead(dict, out var hosts)
            || !dict.TryGetNumber(MasterDictKeys.Start, out long start) || start is < 0 or > int.MaxValue
            || !dict.TryGetNumber(MasterDictKeys.Count, out long count) || count != hosts.Count
            || !dict.TryGetNumber(MasterDictKeys.Total, out long total) || total is < 0 or > int.MaxValue)
            return null;
        return new ListPart(hosts, (int)start, (int)total,
            dict.TryGetNumber(MasterDictKeys.ListVersion, out long version) ? version : null,
            dict.TryGetNumber(MasterDictKeys.ListBase, out long from) ? from : null);
    }
}
