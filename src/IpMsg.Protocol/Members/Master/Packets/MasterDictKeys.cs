using System;

namespace IpMsg.Protocol.Members.Master.Packets;

/// <summary>The keys of the packets between a member master and its users (R126 to R128).</summary>
internal static class MasterDictKeys
{
    /// <summary>HLST, list of dict: members.</summary>
    internal static ReadOnlySpan<byte> Hosts => "HLST"u8;

    /// <summary>ACT, int: 0 for a member that is gone.</summary>
    internal static ReadOnlySpan<byte> IsActive => "ACT"u8;

    /// <summary>IPAD, str: the address of a member.</summary>
    internal static ReadOnlySpan<byte> HostAddress => "IPAD"u8;

    /// <summary>PORT, int: the port of a member.</summary>
    internal static ReadOnlySpan<byte> HostPort => "PORT"u8;

    /// <summary>START, int: the index of the first member of a page.</summary>
    internal static ReadOnlySpan<byte> Start => "START"u8;

    /// <summary>NUM, int: the number of members in a page.</summary>
    internal static ReadOnlySpan<byte> Count => "NUM"u8;

    /// <summary>TOTAL, int: the number of members in all pages.</summary>
    internal static ReadOnlySpan<byte> Total => "TOTAL"u8;

    /// <summary>LVER, int, ours: the version of the list.</summary>
    internal static ReadOnlySpan<byte> ListVersion => "LVER"u8;

    /// <summary>LBASE, int, ours: the version that a change applies to.</summary>
    internal static ReadOnlySpan<byte> ListBase => "LBASE"u8;

    /// <summary>NADRS, list of dict: the networks of a user.</summary>
    internal static ReadOnlySpan<byte> Networks => "NADRS"u8;

    /// <summary>ADR, str: a network address.</summary>
    internal static ReadOnlySpan<byte> NetworkAddress => "ADR"u8;

    /// <summary>MASK, int: the number of bits of a network address.</summary>
    internal static ReadOnlySpan<byte> NetworkPrefix => "MASK"u8;

    /// <summary>AGNT, int: 0 when a user cannot be an agent.</summary>
    internal static ReadOnlySpan<byte> CanBeAgent => "AGNT"u8;

    /// <summary>AGS, int: how many seconds a user is to be an agent.</summary>
    internal static ReadOnlySpan<byte> AgentSeconds => "AGS"u8;

    /// <summary>TADR, str: the address of an agent.</summary>
    internal static ReadOnlySpan<byte> AgentAddress => "TADR"u8;

    /// <summary>DRCT, int: 1 when an entry has caused a report.</summary>
    internal static ReadOnlySpan<byte> IsDirect => "DRCT"u8;

    /// <summary>WAPD, dict: another packet.</summary>
    internal static ReadOnlySpan<byte> Wrapped => "WAPD"u8;

    /// <summary>DRB, int: 1 in the entry of an agent that asks its segment.</summary>
    internal static ReadOnlySpan<byte> IsQuestion => "DRB"u8;

    /// <summary>SVADR, str: the master, in the entry of a user.</summary>
    internal static ReadOnlySpan<byte> MasterAddress => "SVADR"u8;

    /// <summary>UPT, int: 0 in the first entry of a master.</summary>
    internal static ReadOnlySpan<byte> UpTime => "UPT"u8;
}
