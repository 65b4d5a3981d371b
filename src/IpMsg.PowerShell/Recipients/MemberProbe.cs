using System;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// Tests whether a member answers. Requests its version and its entry, because some clients answer only one of them. Where the port is a
/// guess, it asks at both ports (R114).
/// </summary>
internal sealed class MemberProbe(MemberNode node, Recipient recipient)
{
    private readonly MemberProbe? _alternative =
        recipient.Alternative is { } other ? new MemberProbe(node, new Recipient(other, recipient.Name)) : null;

    private InfoRequest _version = new(recipient.EndPoint, InfoKind.Version);
    private TimeSpan _begunAt;
    private TimeSpan? _entryAnswer;

    private IPEndPoint To => recipient.EndPoint;

    private bool HasAnswer => _version.Answer is not null || _entryAnswer is not null;

    /// <summary>Sends the requests.</summary>
    /// <param name="subscription">Woken by the answer to the version request.</param>
    internal void Begin(Subscription<MemberEvent> subscription)
    {
        _begunAt = MemberNode.Now.Elapsed;
        _version = new InfoRequest(To, InfoKind.Version, subscription);
        node.Members.Ask(_version);
        node.Members.Introduce(To);
        _alternative?.Begin(subscription);
    }

    /// <summary>Records that an entry has arrived from that endpoint.</summary>
    internal void OnEntry(IPEndPoint from)
    {
        if (To.Equals(from))
            _entryAnswer ??= MemberNode.Now.Elapsed - _begunAt;
        _alternative?.OnEntry(from);
    }

    /// <summary>The remaining wait for this member; null when no further answer is expected.</summary>
    /// <param name="grace">The time to wait for the version after the entry.</param>
    internal TimeSpan? TimeLeft(TimeSpan grace)
    {
        var own = OwnTimeLeft(grace);
        if (_alternative is null || own is null && HasAnswer)
            return own;
        var other = _alternative.OwnTimeLeft(grace);
        if (other is null && _alternative.HasAnswer)
            return null;
        return own is null || other < own ? other : own;
    }

    private TimeSpan? OwnTimeLeft(TimeSpan grace)
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
        var own = OwnResult();
        return _alternative?.OwnResult() is { IsReachable: true } other && !own.IsReachable ? other : own;
    }

    private IpMsgMemberTest OwnResult()
    {
        if (!_version.IsEnded)
            node.Members.Cancel(_version);
        var roundTrip = _version.Answer is null ? _entryAnswer : _version.RoundTrip;
        return new IpMsgMemberTest(recipient.Name, To, node.Members.Find(To), roundTrip, _version.Answer);
    }
}
