using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.PowerShell.Commands;

/// <summary>Tells whether members answer, how fast, and what they are. Many are asked at once.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IpMsgMember")]
[OutputType(typeof(IpMsgMemberTest), typeof(bool))]
public sealed class TestIpMsgMemberCommand : ListenerCmdlet
{
    // Who has answered an entry but not (yet) said its version: iptux never will.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(300);

    private readonly List<Probe> _probes = [];

    /// <summary>Whom to test: members, names, addresses, endpoints.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Recipient]
    [ArgumentCompleter(typeof(MemberNameCompleter))]
    public object[] Name { get; set; } = [];

    /// <summary>Wait this many seconds for answers.</summary>
    [Parameter]
    [ValidateRange(0d, 2_000_000d)]
    public double TimeoutSec { get; set; } = 3;

    /// <summary>Emit true or false alone.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var listener = GetListener(ListenerUse.Send);
        foreach (object each in Name)
        {
            try
            {
                foreach (var recipient in new RecipientSearch(this, listener, mayAsk: true).Resolve(each, StopToken))
                    _probes.Add(new Probe(recipient));
            }
            catch (IpMsgException unknown)
            {
                // A name that nobody bears does not answer: that is a result, too.
                if (Quiet && unknown.ErrorId == IpMsgErrorId.RecipientNotFound)
                    WriteObject(false);
                else
                    Report(unknown);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_probes.Count == 0)
            return;
        var node = GetListener(ListenerUse.Send).Node;
        using var answers = node.Members.Subscribe();
        foreach (var probe in _probes)
            probe.Begin(node, answers);
        var deadline = new Deadline(TimeSpan.FromSeconds(TimeoutSec));
        while (!deadline.IsOver && NextSettling() is { } settling)
        {
            var wait = settling < deadline.Remaining ? settling : deadline.Remaining;
            if (answers.TryTake(out var seen, wait, StopToken) && seen is MemberSeen { Member: var member })
                _probes.Find(each => each.To.Equals(member.EndPoint))?.Seen();
        }
        foreach (var probe in _probes)
            Show(probe.End(node));
    }

    /// <summary>When the next probe may be settled at the latest; null when all are.</summary>
    private TimeSpan? NextSettling()
    {
        TimeSpan? next = null;
        foreach (var probe in _probes)
        {
            if (probe.TimeLeft(s_grace) is { } left && (next is null || left < next))
                next = left;
        }
        return next;
    }

    private void Show(IpMsgMemberTest test)
    {
        if (Quiet)
            WriteObject(test.IsReachable);
        else
            WriteObject(test);
    }

    private sealed class Probe(Recipient recipient)
    {
        private InfoRequest _version = new(recipient.EndPoint, InfoKind.Version);
        private Moment _begun;
        private TimeSpan? _entryAnswer;

        internal IPEndPoint To => recipient.EndPoint;

        internal void Begin(MemberNode node, Subscription<MemberEvent> subscription)
        {
            _begun = MemberNode.Now;
            _version = new InfoRequest(To, InfoKind.Version, subscription);
            // Both questions: some clients answer only the one, some only the other.
            node.Members.Ask(_version);
            node.Members.Introduce(To);
        }

        internal void Seen() => _entryAnswer ??= MemberNode.Now.Elapsed - _begun.Elapsed;

        /// <summary>How long it may still take; null when it is settled.</summary>
        internal TimeSpan? TimeLeft(TimeSpan grace)
        {
            if (_version.IsEnded)
                return null;
            if (_entryAnswer is not { } answer)
                return TimeSpan.MaxValue;
            var left = answer + grace - (MemberNode.Now.Elapsed - _begun.Elapsed);
            return left > TimeSpan.Zero ? left : null;
        }

        internal IpMsgMemberTest End(MemberNode node)
        {
            if (!_version.IsEnded)
                node.Members.Cancel(_version);
            var roundTrip = _version.Answer is null ? _entryAnswer : _version.RoundTrip;
            return new IpMsgMemberTest(recipient.Name, To, node.Members.Find(To), roundTrip, _version.Answer);
        }
    }
}
