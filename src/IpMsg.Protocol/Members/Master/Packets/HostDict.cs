using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master.Packets;

/// <summary>Members in a dictionary: UID, HID, STAT, ACT, IPAD, PORT, NCK, GRP, CVER.</summary>
internal static class HostDict
{
    // A packet below 31 KiB has some 200.
    private const int MaxHosts = 1_024;

    internal static void Write(IpDictWriter dict, IReadOnlyList<HostListEntry> hosts)
    {
        var values = new List<byte[]>(hosts.Count);
        foreach (var host in hosts)
            values.Add(Of(host).ContentToArray());
        dict.SetList(MasterDictKeys.Hosts, values);
    }

    /// <summary>Reads the members that are well-formed; false without a list.</summary>
    internal static bool TryRead(in IpDict dict, out List<HostListEntry> hosts)
    {
        hosts = [];
        if (!dict.TryGetList(MasterDictKeys.Hosts, out var list))
            return false;
        foreach (var value in list)
        {
            if (hosts.Count == MaxHosts)
                return false;
            if (IpDict.TryReadContent(value, out var host) && Read(host) is { } entry)
                hosts.Add(entry);
        }
        return true;
    }

    private static IpDictWriter Of(HostListEntry host)
    {
        var dict = new IpDictWriter()
            .Set(IpDictKeys.User, host.User)
            .Set(IpDictKeys.Host, host.Host)
            .Set(IpDictKeys.Status, (uint)host.Status)
            .Set(MasterDictKeys.IsActive, host.IsGone ? 0 : 1)
            .Set(MasterDictKeys.HostAddress, host.EndPoint.Address.ToString())
            .Set(MasterDictKeys.HostPort, host.EndPoint.Port)
            .Set(IpDictKeys.Nick, host.Nick)
            .Set(IpDictKeys.Group, host.Group);
        return host.Version is { } version ? dict.Set(IpDictKeys.ClientVersion, version) : dict;
    }

    private static HostListEntry? Read(in IpDict dict)
    {
        string user = DictText.Of(dict, IpDictKeys.User), host = DictText.Of(dict, IpDictKeys.Host);
        if (user.Length == 0 || host.Length == 0 || DictText.Address(dict, MasterDictKeys.HostAddress) is not { } address)
            return null;
        if (!dict.TryGetNumber(MasterDictKeys.HostPort, out long port) || port is <= 0 or > IPEndPoint.MaxPort)
            return null;
        dict.TryGetUInt32(IpDictKeys.Status, out uint status);
        string version = DictText.Of(dict, IpDictKeys.ClientVersion);
        return new HostListEntry(
            user, host, EntryFlagRules.Status((EntryFlags)status), new IPEndPoint(address, (int)port),
            DictText.Of(dict, IpDictKeys.Nick), DictText.Of(dict, IpDictKeys.Group))
        {
            IsGone = dict.TryGetNumber(MasterDictKeys.IsActive, out long active) && active == 0,
            Version = version.Length == 0 ? null : version,
        };
    }
}
