using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Node.Master;

/// <summary>The member master of a node, or the node as master. Thread-safe.</summary>
internal sealed class NodeMaster(MemberDriver driver)
{
    /// <summary>What the node gets from its master; null when it has none.</summary>
    internal MasterUserReport? User
    {
        get
        {
            using var access = driver.EnterAnyState();
            if (access.Machine.MasterUser() is not { } user)
                return null;
            var at = access.Machine.MemberAt(user.Master);
            var key = at is null ? null : access.Machine.KnownKeyOf(at.UserName, at.HostName);
            return new MasterUserReport(user.Master, user.Trust, user.HeardAt?.Wall, user.ListCount, user.Agent.Network is not null)
            {
                UserName = at is null ? null : FingerprintName.Bare(at.UserName),
                HostName = at?.HostName,
                Digits = key is null ? null : KeyVerificationCode.Of(key.Key),
                IsOutdated = user.IsOutdated,
            };
        }
    }

    /// <summary>The segments of a master with their agents; null when the node is none.</summary>
    internal IReadOnlyList<MasterSegmentReport>? Segments
    {
        get
        {
            using var access = driver.EnterAnyState();
            if (access.Machine.ListMaster() is not { } master)
                return null;
            long now = NodeClock.Milliseconds;
            return [.. master.Rounds.All.OrderBy(static each => each.Segment).Select(each => new MasterSegmentReport(
                each.Segment.ToString(), each.IsOwn, master.List.CountIn(each.Segment),
                [.. each.Agents.Select(static agent => agent.EndPoint)],
                each.ReportedAt is { } at ? DateTimeOffset.UtcNow.AddMilliseconds(at - now) : null))];
        }
    }

    /// <summary>The number of members in the list of a master; null when the node is none.</summary>
    internal int? ListCount
    {
        get
        {
            using var access = driver.EnterAnyState();
            return access.Machine.ListMaster()?.List.Count;
        }
    }
}

/// <summary>What a node gets from its master.</summary>
/// <param name="Master">The master.</param>
/// <param name="Trust">Whether its key counts; null before its first packet.</param>
/// <param name="HeardAt">When its last packet came; null before the first with its confirmed key.</param>
/// <param name="ListCount">The number of members in its list.</param>
/// <param name="IsAgent">True while the node is an agent.</param>
internal sealed record MasterUserReport(IPEndPoint Master, MasterTrust? Trust, DateTimeOffset? HeardAt, int ListCount, bool IsAgent)
{
    /// <summary>The user name of the master without its fingerprint; null while it is unknown.</summary>
    internal string? UserName { get; init; }

    /// <summary>Its host name; likewise.</summary>
    internal string? HostName { get; init; }

    /// <summary>The digits of its known key; null without one.</summary>
    internal string? Digits { get; init; }

    /// <summary>True while its lists are older than one that an earlier process has had.</summary>
    internal bool IsOutdated { get; init; }
}

/// <summary>A segment of a master.</summary>
/// <param name="Segment">Network and prefix.</param>
/// <param name="IsOwn">True for a network of the master itself, which has no agents.</param>
/// <param name="Members">The number of its members in the list.</param>
/// <param name="Agents">Its agents.</param>
/// <param name="ReportedAt">The time of the last report; null before the first.</param>
internal sealed record MasterSegmentReport(
    string Segment, bool IsOwn, int Members, IReadOnlyList<IPEndPoint> Agents, DateTimeOffset? ReportedAt);
