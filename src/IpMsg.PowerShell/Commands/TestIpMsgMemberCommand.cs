using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Commands;

/// <summary>Tests whether members answer, how fast, and with which client. Many are asked at once.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IpMsgMember")]
[OutputType(typeof(IpMsgMemberTest), typeof(bool))]
public sealed class TestIpMsgMemberCommand : ListenerCmdlet
{
    // The time to wait for the version after the entry. iptux never sends a version.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(300);

    private readonly List<MemberProbe> _probes = [];

    /// <summary>The members to test: members, names, addresses, endpoints.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Recipient]
    [ArgumentCompleter(typeof(MemberNameCompleter))]
    public object[] Name { get; set; } = [];

    /// <summary>Wait this many seconds for answers.</summary>
    [Parameter]
    [ValidateRange(0d, 2_000_000d)]
    public double TimeoutSec { get; set; } = 3;

    /// <summary>Write only true or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var listener = GetListener(ListenerUse.Send);
        var search = new RecipientSearch(this, listener, mayAsk: true);
        foreach (object each in Name.SelectMany(value => search.Expand(value, StopToken)))
        {
            try
            {
                foreach (var recipient in search.Resolve(each, StopToken))
                    _probes.Add(new MemberProbe(listener.Node, recipient));
            }
            catch (IpMsgException exception)
            {
                // For -Quiet, an unknown name is a result.
                if (Quiet && exception.ErrorId is IpMsgErrorId.RecipientNotFound or IpMsgErrorId.ContactNotPresent)
                    WriteObject(false);
                else
                    Report(exception);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_probes.Count == 0)
            return;
        using var answers = GetListener(ListenerUse.Send).Node.Members.Subscribe();
        foreach (var probe in _probes)
            probe.Begin(answers);
        var deadline = new Deadline(TimeSpan.FromSeconds(TimeoutSec));
        while (!deadline.IsOver && UntilNextEnd() is { } untilEnd)
        {
            var wait = untilEnd < deadline.Remaining ? untilEnd : deadline.Remaining;
            if (answers.TryTake(out var seen, wait, StopToken) && seen is MemberSeen { Member: var member })
                _probes.ForEach(each => each.OnEntry(member.EndPoint));
        }
        foreach (var probe in _probes)
            Show(probe.End());
    }

    /// <summary>The longest time until the next probe ends; null when all have ended.</summary>
    private TimeSpan? UntilNextEnd()
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
}
