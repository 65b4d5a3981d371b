using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;
using IpMsg.PowerShell.Runspaces;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.PowerShell.Commands;

/// <summary>Takes messages out of the inbox, oldest first, and waits for more when asked to.</summary>
[Cmdlet(VerbsCommunications.Receive, "IpMsg", DefaultParameterSetName = "Take")]
[OutputType(typeof(IpMsgMessage))]
public sealed class ReceiveIpMsgCommand : ListenerCmdlet
{
    private const int MaxRecent = 1_000;

    /// <summary>Take only messages of these senders: nickname, user, host or address, with wildcards; or members, messages.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [MemberPattern]
    [ArgumentCompleter(typeof(MemberNameCompleter))]
    public string[]? From { get; set; }

    /// <summary>Wait for messages until Count have come, the time is up, or Ctrl+C.</summary>
    [Parameter(ParameterSetName = "Take")]
    public SwitchParameter Wait { get; set; }

    /// <summary>Wait this many seconds at most; implies Wait.</summary>
    [Parameter(ParameterSetName = "Take")]
    [ValidateRange(0d, 2_000_000d)]
    public double TimeoutSec { get; set; }

    /// <summary>Take this many messages at most.</summary>
    [Parameter(ParameterSetName = "Take")]
    [Parameter(ParameterSetName = "Peek")]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>Open sealed messages at once; their senders are told.</summary>
    [Parameter(ParameterSetName = "Take")]
    public SwitchParameter Open { get; set; }

    /// <summary>Show waiting messages and leave them in the inbox.</summary>
    [Parameter(ParameterSetName = "Peek", Mandatory = true)]
    public SwitchParameter Peek { get; set; }

    /// <summary>Show the last messages taken, this many at most, again; a thousand are kept.</summary>
    [Parameter(ParameterSetName = "Recent", Mandatory = true)]
    [ValidateRange(1, MaxRecent)]
    public int Recent { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var listener = Ended ?? GetListener(ListenerUse.Receive);
        var names = From is null ? null : new NamePatterns(From, ContactNames.Of(listener));
        bool Fits(IncomingMessage message) => names is null || names.Matches(new IpMsgMessage(message, listener));
        if (Recent > 0)
            ShowRecent(listener, Fits);
        else if (Peek)
            Show(listener, listener.Node.Inbox.GetWaiting(), Fits);
        else
            Take(listener, Fits);
    }

    // Messages that a listener confirmed before it ended can still be read, unless they wait in the store for the next listener. Only when
    // there are none is its end an error.
    private IpMsgListener? Ended =>
        (Listener ?? RunspaceScope.Existing?.Listener) is { Node.State: not NodeState.Running, UnreadCount: > 0 } ended
            && (ended.Node.State == NodeState.Failed || ended.StorePath is null)
                ? ended
                : null;

    private void ShowRecent(IpMsgListener listener, Func<IncomingMessage, bool> fits)
    {
        var fitting = new List<IncomingMessage>(listener.Node.Inbox.GetRecent(MaxRecent)).FindAll(each => fits(each));
        Show(listener, fitting.GetRange(Math.Max(0, fitting.Count - Recent), Math.Min(Recent, fitting.Count)), _ => true);
    }

    private void Show(IpMsgListener listener, IReadOnlyList<IncomingMessage> messages, Func<IncomingMessage, bool> fits)
    {
        int shown = 0;
        foreach (var message in messages)
        {
            if (shown < Count && fits(message) && ++shown > 0)
                WriteObject(new IpMsgMessage(message, listener));
        }
    }

    private void Take(IpMsgListener listener, Func<IncomingMessage, bool> fits)
    {
        bool hasTimeout = MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec));
        var withoutTimeout = Wait ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
        var deadline = new Deadline(hasTimeout ? TimeSpan.FromSeconds(TimeoutSec) : withoutTimeout);
        var inbox = listener.Node.Inbox;
        var reader = new InboxReader(From is null ? null : fits);
        using var problems = Wait || hasTimeout ? new ProblemWatch(listener.Node.Problems, StopToken) : null;
        var stop = Warn(problems);
        for (int taken = 0; taken < Count; taken++)
        {
            IncomingMessage message;
            try
            {
                if (!inbox.Receive(reader, deadline.Remaining, stop, out message))
                    return;
            }
            catch (OperationCanceledException) when (problems is not null && !StopToken.IsCancellationRequested)
            {
                stop = Warn(problems);
                taken--;
                continue;
            }
            Deliver(listener, message);
        }
    }

    private CancellationToken Warn(ProblemWatch? problems)
    {
        var stop = problems?.Renew() ?? StopToken;
        while (problems?.TryNext() is { } text)
            WriteWarning(text);
        return stop;
    }

    // Ctrl+C before the message is written puts it back: a stopping engine drops what is written without an error. Any other end of the
    // pipeline comes after the message. The exceptions do not tell the two apart: Select-Object -First throws the same one.
    private void Deliver(IpMsgListener listener, IncomingMessage message)
    {
        bool isWritten = false;
        try
        {
            if (Open)
                listener.Node.Inbox.Open(message);
            isWritten = true;
            WriteObject(new IpMsgMessage(message, listener));
        }
        finally
        {
            if (isWritten && !Stopping)
                listener.Node.Inbox.MarkDelivered(message);
            else
                listener.Node.Inbox.Requeue(message);
        }
    }
}
