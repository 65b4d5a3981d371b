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
    private volatile InfoAnswer? _end;

    /// <param name="to">Whom to ask.</param>
    /// <param name="kind">What to ask.</param>
    /// <param name="observer">Who is told when it is answered or given up; null for nobody.</param>
    public InfoRequest(IPEndPoint to, InfoKind kind, IObserver<InfoRequestEnded>? observer = null)
    {
        To = to;
        Kind = kind;
        Observer = observer;
    }

    /// <summary>Who is told when it is answered or given up; null for nobody.</summary>
    public IObserver<InfoRequestEnded>? Observer { get; }

    /// <summary>Who is asked.</summary>
    public IPEndPoint To { get; }

    /// <summary>What is asked.</summary>
    public InfoKind Kind { get; }

    /// <summary>The answer; null while there is none, and for good when five questions brought none.</summary>
    public string? Answer => _end?.Text;

    /// <summary>The time from the question to its answer; zero without one.</summary>
    public TimeSpan RoundTrip => _end?.RoundTrip ?? TimeSpan.Zero;

    /// <summary>True when it was answered or given up.</summary>
    public bool IsEnded => _end is not null;

    internal Command Command => Kind == InfoKind.Version ? Command.GetInfo : Command.GetAbsenceInfo;

    internal Moment AskedAt { get; set; }

    internal void End(string? text, TimeSpan roundTrip) => _end = new InfoAnswer(text, roundTrip);

    // One reference, so that other threads see all of the end or nothing.
    private sealed record InfoAnswer(string? Text, TimeSpan RoundTrip);
}
