using System;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Requests the public key of a member and waits for it.</summary>
internal static class KeyQuery
{
    /// <summary>The key; null without an answer in time.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    internal static KnownKey? Ask(MemberNode node, IPEndPoint member, TimeSpan maxWait, CancellationToken stop)
    {
        using var subscription = node.Subscribe<KeyRequestEnded>();
        node.Keys.Ask(new KeyRequest(member, subscription));
        return subscription.TryTake(out var ended, maxWait, stop) ? ended.Key : null;
    }
}
