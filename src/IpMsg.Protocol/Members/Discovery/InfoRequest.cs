using System;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The kinds of requests to a member.</summary>
public enum InfoKind
{
    /// <summary>The version of its client.</summary>
    Version,
    /// <summary>Its absence text.</summary>
    Absence,
}

/// <summary>A request to a member, with the answer after its end.</summary>
public sealed class InfoRequest
{
    private volatile InfoAnswer? _end;

    /// <param name="to">The endpoint of the member.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="observer">Receives the end; null for none.</param>
    public InfoRequest(IPEndPoint to, InfoKind kind, IObserver<InfoRequestEnded>? observer = null)
    {
        To = to;
        Kind = kind;
        Observer = observer;
    }

    /// <summary>Receives the end; null for none.</summary>
    public IObserver<InfoRequestEnded>? Observer { get; }

    /// <summary>The endpoint of the member.</summary>
    public IPEndPoint To { get; }

    /// <summary>The kind.</summary>
    public InfoKind Kind { get; }

    /// <summary>The answer; null before the end, and after five transmissions without an answer.</summary>
    public string? Answer => _end?.Text;

    /// <summary>The time from the request to its answer; zero without one.</summary>
    public TimeSpan RoundTrip => _end?.RoundTrip ?? TimeSpan.Zero;

    /// <summary>True after the end.</summary>
    public bool IsEnded => _end is not null;

    internal Command Command => Kind == InfoKind.Version ? Command.GetInfo : Command.GetAbsenceInfo;

    internal Moment AskedAt { get; set; }

    internal void End(string? text, TimeSpan roundTrip) => _end = new InfoAnswer(text, roundTrip);

    // A single reference, because other threads must see the end as a whole.
    private sealed record InfoAnswer(string? Text, TimeSpan RoundTrip);
}
