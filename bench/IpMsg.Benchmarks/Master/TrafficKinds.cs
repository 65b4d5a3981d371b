using System;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Wire;

namespace IpMsg.Benchmarks.Master;

/// <summary>Finds out what a datagram is for.</summary>
internal static class TrafficKinds
{
    /// <summary>The number of kinds.</summary>
    internal const int Count = (int)TrafficKind.Questions + 1;

    /// <summary>The kind of a datagram; of an entry within a segment Announcements, also when an agent has caused it.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="isWithinSegment">True when sender and recipient are in the same segment.</param>
    internal static TrafficKind Of(ReadOnlySpan<byte> datagram, bool isWithinSegment)
    {
        if (!IpDict.TryRead(datagram, out var dict))
            return isWithinSegment ? TrafficKind.Announcements : TrafficKind.Questions;
        return MasterDict.CommandOf(dict) switch
        {
            Command.DirPoll => TrafficKind.Polls,
            Command.AnswerListDict => OfList(dict),
            Command.DirPacket when dict.TryGetDict(MasterDictKeys.Wrapped, out var list) => OfList(list),
            Command.DirRequest or Command.DirAgentPacket when dict.TryGetDict(MasterDictKeys.Wrapped, out var change)
                && change.TryGetDict(MasterDictKeys.Wrapped, out var list) => OfList(list),
            _ => TrafficKind.Agents,
        };
    }

    /// <summary>True for the entry with which an agent asks its segment.</summary>
    internal static bool IsQuestion(in Packet packet) =>
        packet.Command == Command.Entry && EntryMarks.Read(packet.Trailer).IsQuestion;

    private static TrafficKind OfList(in IpDict dict)
    {
        if (!dict.TryGetNumber(MasterDictKeys.ListBase, out _))
            return TrafficKind.Lists;
        return dict.TryGetNumber(MasterDictKeys.Count, out long count) && count == 0 ? TrafficKind.Polls : TrafficKind.Changes;
    }
}
