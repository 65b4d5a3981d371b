using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The status of a request for a host list.</summary>
public enum HostListStatus
{
    /// <summary>Waiting for a page.</summary>
    Pending,
    /// <summary>All pages are received.</summary>
    Complete,
    /// <summary>No reply, or some pages are missing; the received entries are available.</summary>
    TimedOut,
    /// <summary>The list has more than 512 pages or 16,384 entries; the received entries are available.</summary>
    TooLong,
}

/// <summary>A request for the host list of a member (R33 to R37).</summary>
public sealed class HostListRequest
{
    private volatile Result _result;

    internal HostListRequest(IPEndPoint? from, IObserver<HostListRequestEnded>? observer)
    {
        _result = new Result(from, HostListStatus.Pending, []);
        Observer = observer;
    }

    /// <summary>The member that sends the list; null until the first page when the request goes to the network.</summary>
    public IPEndPoint? From => _result.From;

    /// <summary>The status.</summary>
    public HostListStatus Status => _result.Status;

    /// <summary>The received entries without those that the list marks as gone; empty before the end.</summary>
    public IReadOnlyList<HostListEntry> Entries => _result.Entries;

    /// <summary>Receives the end; null for none.</summary>
    public IObserver<HostListRequestEnded>? Observer { get; }

    internal List<HostListEntry> Found { get; } = [];

    internal void AnsweredBy(IPEndPoint from) => _result = _result with { From = from };

    internal void End(HostListStatus status) => _result = _result with { Status = status, Entries = Found.ToArray() };

    // A single reference, because other threads must see a change as a whole.
    private sealed record Result(IPEndPoint? From, HostListStatus Status, IReadOnlyList<HostListEntry> Entries);
}
