using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Protocol;

namespace IpMsg.PowerShell;

/// <summary>Sends a message to one or many and waits until each has confirmed it.</summary>
[Cmdlet(VerbsCommunications.Send, "IpMsg", SupportsShouldProcess = true)]
[OutputType(typeof(IpMsgDelivery))]
public sealed class SendIpMsg : ListenerCmdlet, IDisposable
{
    private readonly List<object> _pipedRecipients = [];
    private SendDesk? _desk;

    /// <summary>The recipients: members, messages (for a reply), names, wildcards, addresses, endpoints.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MemberNameCompleter))]
    public object[]? To { get; set; }

    /// <summary>The text.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyString]
    public string? Message { get; set; }

    /// <summary>From the pipeline, by type: members, addresses and messages are recipients, strings are texts, unconfirmed deliveries are sent again.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Sealed: the text stays hidden until the recipient opens it, and the delivery shows when.</summary>
    [Parameter]
    public SwitchParameter Sealed { get; set; }

    /// <summary>Locked: the recipient's client demands its password before showing the text.</summary>
    [Parameter]
    public SwitchParameter Locked { get; set; }

    /// <summary>Ask recipients not to log the text.</summary>
    [Parameter]
    public SwitchParameter NoLog { get; set; }

    /// <summary>Send to everyone within reach of a broadcast; nobody confirms it.</summary>
    [Parameter]
    public SwitchParameter Broadcast { get; set; }

    /// <summary>Answer this message: its sender is the recipient.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgMessage? InReplyTo { get; set; }

    /// <summary>Send one bare datagram without introducing ourselves; nobody confirms it.</summary>
    [Parameter]
    public SwitchParameter NoAnnounce { get; set; }

    /// <summary>Wait this many seconds for confirmations; five by default, in which a message is sent five times.</summary>
    [Parameter]
    [ValidateRange(0d, 2_000_000d)]
    public double TimeoutSec { get; set; }

    /// <summary>Do not wait: emit the deliveries at once. They are live and show what becomes of them.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!MyInvocation.ExpectingInput && InputObject is null)
        {
            var (to, text) = Arguments();
            Send(to, text);
            return;
        }
        object? input = InputObject is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : InputObject;
        switch (input)
        {
            case null:
                break;
            case string text:
                SendPipedText(text);
                break;
            case IpMsgDelivery delivery:
                if (To is not null || Message is not null || InReplyTo is not null || Broadcast)
                    throw Ambiguous("A delivery is sent again with its own text to its own recipient.", delivery, "Pipe it alone, or use -To for another text.");
                Desk.SendAgain(delivery, TimeoutMs, NoWait);
                break;
            case IpMsgMessage message:
                // Replies go out one by one as their messages come; a receiving pipeline may never end.
                Send([message], TextForPipedRecipients());
                break;
            case FileSystemInfo file:
                Report(new IpMsgException(IpMsgReason.InputNotSupported, "'" + file + "' is a file, and this version does not send files.", file, "Send its path or its content as text."));
                break;
            default:
                if (RecipientReader.Read(input, 0, out _) is null)
                    Report(new IpMsgException(IpMsgReason.InputNotSupported, "A " + input.GetType().Name + " is neither a recipient nor a text.", input,
                        "Pipe members, addresses, messages, deliveries or strings."));
                else
                    _pipedRecipients.Add(input);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_pipedRecipients.Count > 0)
            Send(_pipedRecipients, TextForPipedRecipients());
        _desk?.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => _desk?.Dispose();

    private int? TimeoutMs => MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)) ? (int)(TimeoutSec * 1_000) : null;

    private SendDesk Desk => _desk ??= new SendDesk(this, Need(ListenerUse.Send), StopToken, Report);

    // "Send-IpMsg 'text' -Broadcast": when the recipients are said elsewhere, the one positional argument is the text.
    private (IReadOnlyList<object> To, string? Text) Arguments()
    {
        if (Broadcast && InReplyTo is not null)
            throw Ambiguous("-Broadcast cannot be combined with -InReplyTo.", InReplyTo);
        if (!IsSaidElsewhere)
            return (To ?? [], Message);
        if (Message is null && OnlyText is { } text)
            return (Elsewhere, text);
        if (To is not null)
            throw Ambiguous("-To cannot be combined with " + (Broadcast ? "-Broadcast." : "-InReplyTo."), To);
        return (Elsewhere, Message);
    }

    private bool IsSaidElsewhere => Broadcast || InReplyTo is not null;

    private IReadOnlyList<object> Elsewhere => InReplyTo is { } message ? [message] : [];

    /// <summary>The first positional argument when it can be a text.</summary>
    private string? OnlyText => To is { Length: 1 } ? (To[0] is PSObject wrapped ? wrapped.BaseObject : To[0]) as string : null;

    private void SendPipedText(string text)
    {
        if (Message is not null)
            throw Ambiguous("There is a text in the pipeline and another one in -Message.", Message);
        if (IsSaidElsewhere && To is not null || Broadcast && InReplyTo is not null)
            throw Ambiguous("The recipients are said twice.", (object?)To ?? InReplyTo);
        Send(To ?? Elsewhere, text);
    }

    private string? TextForPipedRecipients()
    {
        if (!IsSaidElsewhere && Message is null && OnlyText is { } text)
            return text;
        if (To is not null || IsSaidElsewhere)
            throw Ambiguous("There are recipients in the pipeline and others among the arguments.", (object?)To ?? InReplyTo ?? InputObject);
        return Message;
    }

    private static IpMsgException Ambiguous(string message, object? target, string advice = "Leave one of them out.") =>
        new(IpMsgReason.AmbiguousInput, message, target, advice);

    private void Send(IReadOnlyList<object> to, string? text)
    {
        if (text is null)
            throw new IpMsgException(IpMsgReason.NoText, "The message has no text.", to.Count > 0 ? to[0] : MyInvocation.MyCommand, "Give it as -Message or through the pipeline.");
        if (to.Count == 0 && !Broadcast)
            throw new IpMsgException(IpMsgReason.NoRecipient, "The message has no recipient.", text, "Give -To, -InReplyTo or -Broadcast, or pipe members.");
        var message = new OutgoingMessage(text)
        {
            IsSealed = Sealed,
            IsLocked = Locked,
            NoLog = NoLog,
            IsOneShot = NoAnnounce,
            TimeoutMs = TimeoutMs,
        };
        if (Broadcast)
            Desk.Broadcast(message);
        else
            Desk.Send(message, to, NoWait);
        Desk.EmitWhatIsDone();
    }
}
