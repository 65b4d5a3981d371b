using System;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Tests whether a member answers. Requests its version and its entry, because some clients answer only one of them.</summary>
internal sealed class MemberProbe(MemberNode node, Recipient recipient)
{
    private InfoRequest _version = new(recipient.EndPoint, InfoKind.Version);
    private TimeSpan _begunAt;
    private TimeSpan? _entryAnswer;

    internal IPEndPoint To => recipient.EndPoint;

    /// <summary>Sends the requests.</summary>
    /// <param name="subscription">Woken by the answer to the version request.</param>
    internal void Begin(Subscription<MemberEvent> subscription)
    {
        _begunAt = MemberNode.Now.Elapsed;
        _version = new InfoRequest(To, InfoKind.Version, subscription);
        node.Members.Ask(_version);
        node.Members.Introduce(To);
    }

    /// <summary>Records that an entry of the member has arrived.</summary>
    internal void OnEntryAnswer() => _entryAnswer ??= MemberNode.Now.Elapsed - _begunAt;

    /// <summary>The remaining wait for this member; null when no further answer is expected.</summary>
    /// <param name="grace">The time to wait for the version after the entry.</param>
    internal TimeSpan? TimeLeft(TimeSpan grace)
    {
        if (_version.IsEnded)
            return null;
        if (_entryAnswer is not { } answer)
            return TimeSpan.MaxValue;
        var left = answer + grace - (MemberNode.Now.Elapsed - _begunAt);
        return left > TimeSpan.Zero ? left : null;
    }

    /// <summary>Stops waiting and returns the result.</summary>
    internal IpMsgMemberTest End()
    {
        if (!_version.IsEnded)
            node.Members.Cancel(_version);
        var roundTrip = _version.Answer is null ? _entryAnswer : _version.RoundTrip;
        return new IpMsgMemberTest(recipient.Name, To, node.Members.Find(To), roundTrip, _version.Answer);
    }
}
