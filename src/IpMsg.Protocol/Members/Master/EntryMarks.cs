using System;
using System.Net;
using System.Text;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Master.Packets;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// The dictionary in the trailer of an entry: SVADR names the master of a user, UPT 0 marks the first entry of a master, and DRB 1 that of
/// an agent which asks its segment (R126, R127).
/// </summary>
/// <param name="IsQuestion">True for the entry of an agent.</param>
/// <param name="HasStarted">True for the first entry of a master.</param>
internal readonly record struct EntryMarks(bool IsQuestion, bool HasStarted)
{
    /// <summary>The line of an agent's question.</summary>
    internal static readonly byte[] Question = Line(new IpDictWriter().Set(MasterDictKeys.IsQuestion, 1));

    /// <summary>The line of a master's first entry.</summary>
    internal static readonly byte[] Start = Line(new IpDictWriter().Set(MasterDictKeys.UpTime, 0));

    /// <summary>The line of a user's entry.</summary>
    internal static byte[] OfUser(IPAddress master) => Line(new IpDictWriter().Set(MasterDictKeys.MasterAddress, master.ToString()));

    /// <summary>Reads the marks in a trailer. Nothing in it is signed.</summary>
    internal static EntryMarks Read(ReadOnlySpan<byte> trailer)
    {
        if (IpDictLine.Read(trailer) is not { } bytes || !IpDict.TryRead(bytes, out var dict))
            return default;
        return new EntryMarks(
            dict.TryGetNumber(MasterDictKeys.IsQuestion, out long question) && question != 0,
            dict.TryGetNumber(MasterDictKeys.UpTime, out long upTime) && upTime == 0);
    }

    private static byte[] Line(IpDictWriter dict) => Encoding.ASCII.GetBytes("\nIP:" + Convert.ToBase64String(dict.ToArray()));
}
