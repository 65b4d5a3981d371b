using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>How a fetch of a host list stands.</summary>
public enum HostListStatus
{
    /// <summary>Waiting for a page.</summary>
    Pending,
    /// <summary>All pages came.</summary>
    Complete,
    /// <summary>Nobody answered, or not to the end; what did come is there.</summary>
    TimedOut,
}

/// <summary>The fetch of somebody's host list (R33 to R37).</summary>
public sealed class HostListRequest
{
    private volatile Result _result;

    internal HostListRequest(IPEndPoint? from, IObserver<HostListRequestEnded>? observer)
    {
        _result = new Result(from, HostListStatus.Pending, []);
        Observer = observer;
    }

    /// <summary>Whose list it is; null until somebody on the network has offered one.</summary>
    public IPEndPoint? From => _result.From;

    /// <summary>How it stands.</summary>
    public HostListStatus Status => _result.Status;

    /// <summary>The entries that came, less those that the list says are gone; empty before the end.</summary>
    public IReadOnlyList<HostListEntry> Entries => _result.Entries;

    /// <summary>Who is told of the end; null for nobody.</summary>
    public IObserver<HostListRequestEnded>? Observer { get; }

    internal List<HostListEntry> Found { get; } = [];

    internal void AnsweredBy(IPEndPoint from) => _result = _result with { From = from };

    internal void End(HostListStatus status) => _result = _result with { Status = status, Entries = Found.ToArray() };

    // One reference, so that other threads see all of a change or nothing.
    private sealed record Result(IPEndPoint? From, HostListStatus Status, IReadOnlyList<HostListEntry> Entries);
}
