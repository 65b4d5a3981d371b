using IpMsg.Protocol.IPDict;

namespace IpMsg.Protocol.Members.Master.Packets;

/// <summary>IPMSG_DIR_ANSBROAD and IPMSG_DIR_EVBROAD.</summary>
internal static class SegmentReportDict
{
    internal static void Write(IpDictWriter dict, SegmentReport report)
    {
        HostDict.Write(dict, report.Hosts);
        if (report.IsDirect)
            dict.Set(MasterDictKeys.IsDirect, 1);
    }

    /// <summary>Null without a list of members.</summary>
    internal static SegmentReport? Read(in IpDict dict, bool isEvent)
    {
        if (!HostDict.TryRead(dict, out var hosts))
            return null;
        bool isDirect = dict.TryGetNumber(MasterDictKeys.IsDirect, out long direct) && direct != 0;
        return new SegmentReport(hosts, isEvent, isDirect);
    }
}
