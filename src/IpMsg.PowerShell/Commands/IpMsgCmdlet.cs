using System;
using System.Management.Automation;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Errors;

namespace IpMsg.PowerShell.Commands;

/// <summary>What all cmdlets share: Ctrl+C as a token that every wait takes, and one way for exceptions to become errors.</summary>
public abstract class IpMsgCmdlet : PSCmdlet
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled by Ctrl+C.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>True with -WhatIf, or where $WhatIfPreference says so: then nothing may be sent, not even to find somebody.</summary>
    internal bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>The work before the pipeline.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>The work for each object in the pipeline; once when there is no pipeline.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>The work after the pipeline.</summary>
    protected virtual void End()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Reports an error and goes on with the next object.</summary>
    private protected void Report(IpMsgException exception) => WriteError(ErrorRecords.From(exception));

    /// <summary>Says what a listener that has stopped had confirmed and nobody will see; counted then, for until the end more may come.</summary>
    private protected void WarnOfUnread(IpMsgListener stopped)
    {
        if (stopped.UnreadCount is > 0 and var unread)
            WriteWarning(unread == 1 ? "One message was not received." : unread + " messages were not received.");
    }

    /// <summary>Says that keys end with the process: then members who have seen them take the next ones for another's.</summary>
    private protected void WarnOfLostKeys(IpMsgListener started)
    {
        if (started.Node.Keys.Failure is { } reason)
            WriteWarning("Keys cannot be kept, so the next session will have others, and members will not believe it: " + SafeText.Line(reason.Message) + " -KeyPath or IPMSG_KEYPATH names another folder.");
    }

    /// <summary>A message outlives its listener, but then its sender cannot be told anything.</summary>
    private protected static IpMsgException SenderOutOfReach(IpMsgMessage message, IpMsgException ended) =>
        new(ended.ErrorId, "The sender " + message.From + " cannot be told: " + ended.Message, message, "Give a listener that is running as -Listener.", ended);

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (IpMsgException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
