using System;
using System.Net;
using IpMsg.Node;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell;

/// <summary>The result of Test-IpMsgMember: whether a member answers, how fast, and with which client.</summary>
public sealed class IpMsgMemberTest
{
    internal IpMsgMemberTest(string to, IPEndPoint endPoint, Member? member, TimeSpan? roundTrip, string? version)
    {
        To = SafeText.Line(to);
        Target = endPoint;
        IsReachable = roundTrip is not null;
        RoundTripMs = Duration.ToMs(roundTrip);
        Version = version ?? member?.ClientVersion;
        Client = member?.Dialect.ToString();
        Abilities = member is null ? null : (member.Status & ~EntryFlags.Absent).ToString();
    }

    internal IPEndPoint Target { get; }

    /// <summary>The member's nickname, harmless on a terminal, or what was asked for.</summary>
    public string To { get; }

    /// <summary>Address and port.</summary>
    public string EndPoint => Target.ToString();

    /// <summary>True when it answered.</summary>
    public bool IsReachable { get; }

    /// <summary>
    /// Milliseconds to its first answer. The protocol delays answers to entries by up to a second, but not versions.
    /// </summary>
    public double? RoundTripMs { get; }

    /// <summary>The version that it sent; null when it sent none.</summary>
    public string? Version { get; }

    /// <summary>The family of client; null when it is not known as a member.</summary>
    public string? Client { get; }

    /// <summary>The abilities that it announces; null when it is not known as a member.</summary>
    public string? Abilities { get; }

    /// <summary>Recipient and result.</summary>
    public override string ToString() => SafeText.Line(To) + ": " + (IsReachable ? "reachable" : "no answer");
}
