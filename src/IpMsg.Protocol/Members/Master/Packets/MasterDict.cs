using System;
using System.Net;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master.Packets;

/// <summary>Packets of a member master and its users as dictionaries: the common keys, and those of the packet.</summary>
internal static class MasterDict
{
    /// <summary>The command of a packet.</summary>
    internal static Command CommandOf(MasterPacket packet) => packet switch
    {
        Poll => Command.DirPoll,
        AgentOrder { Broadcasts: true } => Command.DirBroadcast,
        AgentOrder => Command.DirPollAgent,
        SegmentReport { IsEvent: true } => Command.DirEventBroadcast,
        SegmentReport => Command.DirAnswerBroadcast,
        AgentReject => Command.DirAgentReject,
        ListPart => Command.AnswerListDict,
        ListChange => Command.DirPacket,
        RebroadcastRequest => Command.DirRequest,
        _ => throw new ArgumentOutOfRangeException(nameof(packet)),
    };

    /// <summary>Writes a packet, still without its signature.</summary>
    internal static IpDictWriter Write(MemberContext context, MasterPacket packet, uint number)
    {
        var dict = Begin(context, CommandOf(packet), number);
        switch (packet)
        {
            case Poll poll: PollDict.Write(dict, poll); break;
            case AgentOrder order: AgentOrderDict.Write(dict, order); break;
            case SegmentReport report: SegmentReportDict.Write(dict, report); break;
            case ListPart part: ListPartDict.Write(dict, part); break;
            case ListChange change: WrappedDict.Write(dict, change.List); break;
            case RebroadcastRequest request: WrappedDict.Write(dict, request.Change, request.Agent); break;
        }
        return dict;
    }

    /// <summary>The common keys.</summary>
    internal static IpDictWriter Begin(MemberContext context, Command command, uint number)
    {
        var presence = context.Presence;
        return new IpDictWriter()
            .Set(IpDictKeys.Version, IpDictKeys.CurrentVersion)
            .Set(IpDictKeys.Number, number)
            .Set(IpDictKeys.Date, context.Now.Wall.ToUnixTimeSeconds())
            .Set(IpDictKeys.User, context.Settings.UserName)
            .Set(IpDictKeys.Host, context.Settings.HostName)
            .Set(IpDictKeys.Command, (byte)command)
            .Set(IpDictKeys.Flags, 0)
            .Set(IpDictKeys.Group, presence.GroupName)
            .Set(IpDictKeys.Nick, presence.WireNickName)
            .Set(IpDictKeys.Status, (uint)presence.Status);
    }

    /// <summary>The command of a dictionary; null without one.</summary>
    internal static Command? CommandOf(in IpDict dict) =>
        dict.TryGetNumber(IpDictKeys.Command, out long command) ? (Command)(byte)command : null;

    /// <summary>The content of a packet; null when it is malformed, or no packet of a master or user.</summary>
    internal static MasterPacket? Read(in IpDict dict) => CommandOf(dict) switch
    {
        Command.DirPoll => PollDict.Read(dict),
        Command.DirBroadcast => AgentOrderDict.Read(dict, broadcasts: true),
        Command.DirPollAgent => AgentOrderDict.Read(dict, broadcasts: false),
        Command.DirAnswerBroadcast => SegmentReportDict.Read(dict, isEvent: false),
        Command.DirEventBroadcast => SegmentReportDict.Read(dict, isEvent: true),
        Command.DirAgentReject => new AgentReject(),
        Command.AnswerListDict => ListPartDict.Read(dict),
        _ => null,
    };

    /// <summary>What a packet says of its sender; null without names.</summary>
    internal static HostListEntry? Sender(in IpDict dict, IPEndPoint from)
    {
        string user = DictText.Of(dict, IpDictKeys.User), host = DictText.Of(dict, IpDictKeys.Host);
        if (user.Length == 0 || host.Length == 0)
            return null;
        dict.TryGetUInt32(IpDictKeys.Status, out uint status);
        string version = DictText.Of(dict, IpDictKeys.ClientVersion);
        return new HostListEntry(user, host, EntryFlagRules.Status((EntryFlags)status), from,
            DictText.Of(dict, IpDictKeys.Nick), DictText.Of(dict, IpDictKeys.Group))
        {
            Version = version.Length == 0 ? null : version,
        };
    }
}
