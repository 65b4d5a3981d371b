using System;
using System.Management.Automation;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Errors;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>The base of all cmdlets: Ctrl+C as a token for every wait, and error records from exceptions.</summary>
public abstract class IpMsgCmdlet : PSCmdlet
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled by Ctrl+C.</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <summary>True with -WhatIf or $WhatIfPreference: nothing may be sent, not even to find a member.</summary>
    internal bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>True with -ErrorAction Stop or $ErrorActionPreference: the first error ends the command.</summary>
    internal bool IsEndedByErrors =>
        LanguagePrimitives.TryConvertTo(
            MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object given) ? given : GetVariableValue("ErrorActionPreference"),
            out ActionPreference preference)
        && preference == ActionPreference.Stop;

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
    protected sealed override void BeginProcessing() => Run(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Reports an error and goes on with the next object.</summary>
    internal void Report(IpMsgException exception) => WriteError(ErrorRecords.From(exception));

    /// <summary>
    /// Warns of messages that a stopped listener has confirmed and nobody has received. Call it after the stop, because messages can arrive
    /// until then.
    /// </summary>
    private protected void WarnOfUnread(IpMsgListener stopped)
    {
        if (UnreadText.Of(stopped.Node) is { } text)
            WriteWarning(text);
    }

    /// <summary>
    /// Warns of what a started listener cannot store: messages, which end with the process, and own keys, which members reject when they
    /// differ in the next session.
    /// </summary>
    private protected void WarnOfLosses(IpMsgListener started)
    {
        if (started.StoreFailure is { } failure)
        {
            // With a store, it is only a part of its files that cannot be used.
            WriteWarning(SafeText.Line(failure).TrimEnd('.') + (started.Node.StorePath is not null
                ? "."
                : ". They are kept in memory and lost when the process ends. -DataPath or IPMSG_DATAPATH names another folder; "
                + "-NoStore or IPMSG_NOSTORE=1 says that memory is enough."));
        }
        foreach (var unreadable in started.Node.Contacts.Read().Failures)
            WriteWarning(SafeText.Line(unreadable.Message).TrimEnd('.') + ". Names of its contacts do not work until it is corrected.");
        if (started.Node.Keys.Failure is { } reason)
        {
            WriteWarning("Keys cannot be stored, so the next session has other keys, and members reject them: "
                + SafeText.Line(reason.Message).TrimEnd('.') + ". -KeyPath or IPMSG_KEYPATH names another folder.");
        }
    }

    /// <summary>The error when the sender cannot be informed because the listener of the message has stopped.</summary>
    private protected static IpMsgException SenderOutOfReach(IpMsgMessage message, IpMsgException exception) =>
        new(exception.ErrorId, "The sender " + message.From + " cannot be told: " + exception.Message, message,
            "Give a listener that is running as -Listener.", exception);

    private void Run(Action work)
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
