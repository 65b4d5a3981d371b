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
    internal HostListRequest(IPEndPoint? from) => From = from;

    /// <summary>Whose list it is; null until somebody on the network has offered one.</summary>
    public IPEndPoint? From { get; internal set; }

    /// <summary>How it stands.</summary>
    public HostListStatus Status { get; internal set; }

    /// <summary>The entries that came, less those that the list says are gone.</summary>
    public IReadOnlyList<HostListEntry> Entries => Found;

    /// <summary>For whoever asked: handed back with the report of the end.</summary>
    public object? Tag { get; set; }

    internal List<HostListEntry> Found { get; } = [];
}
