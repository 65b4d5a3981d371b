using System;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>What can be asked of a member.</summary>
public enum InfoKind
{
    /// <summary>The version of its client.</summary>
    Version,
    /// <summary>Its absence text.</summary>
    Absence,
}

/// <summary>A question to a member and, in the end, its answer.</summary>
public sealed class InfoRequest
{
    /// <param name="to">Whom to ask.</param>
    /// <param name="kind">What to ask.</param>
    public InfoRequest(IPEndPoint to, InfoKind kind)
    {
        To = to;
        Kind = kind;
    }

    /// <summary>Who is asked.</summary>
    public IPEndPoint To { get; }

    /// <summary>What is asked.</summary>
    public InfoKind Kind { get; }

    /// <summary>The answer; null while there is none, and for good when five questions brought none.</summary>
    public string? Answer { get; internal set; }

    /// <summary>The time from the question to its answer; zero without one.</summary>
    public TimeSpan RoundTrip { get; internal set; }

    /// <summary>True when it was answered or given up.</summary>
    public bool IsEnded { get; internal set; }

    /// <summary>For whoever asked: handed back with the report of the end.</summary>
    public object? Tag { get; set; }

    internal Command Command => Kind == InfoKind.Version ? Command.GetInfo : Command.GetAbsenceInfo;

    internal Moment AskedAt { get; set; }
}
