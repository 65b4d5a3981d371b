using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Protocol;

namespace IpMsg.PowerShell;

/// <summary>Sends a message to one or many and waits until each has confirmed it.</summary>
[Cmdlet(VerbsCommunications.Send, "IpMsg", SupportsShouldProcess = true)]
[OutputType(typeof(IpMsgDelivery))]
public sealed class SendIpMsg : ListenerCmdlet
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
                Desk.SendAgain(delivery);
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

    private SendDesk Desk => _desk ??= new SendDesk(this, Need(ListenerUse.Send), StopToken, Report);

    // "Send-IpMsg 'text' -Broadcast": when the recipients are said elsewhere, the one positional argument is the text.
    private (IReadOnlyList<object> To, string? Text) Arguments()
    {
        bool saidElsewhere = Broadcast || InReplyTo is not null;
        if (saidElsewhere && Message is null && OnlyText is { } text)
            return (Elsewhere(), text);
        if (saidElsewhere && To is not null)
            throw new IpMsgException(IpMsgReason.AmbiguousInput, "-To cannot be combined with " + (Broadcast ? "-Broadcast" : "-InReplyTo") + ".", To, "Leave one of them out.");
        return (saidElsewhere ? Elsewhere() : To ?? [], Message);
    }

    /// <summary>The first positional argument when it can be a text.</summary>
    private string? OnlyText => To is { Length: 1 } ? (To[0] is PSObject wrapped ? wrapped.BaseObject : To[0]) as string : null;

    private IReadOnlyList<object> Elsewhere() => InReplyTo is { } message && !Broadcast ? [message] : [];

    private void SendPipedText(string text)
    {
        if (Message is not null)
            throw new IpMsgException(IpMsgReason.AmbiguousInput, "There is a text in the pipeline and another one in -Message.", Message, "Leave one of them out.");
        if (InReplyTo is not null && To is not null || Broadcast && To is not null)
            throw new IpMsgException(IpMsgReason.AmbiguousInput, "The recipients are said twice.", To, "Leave -To out, or the other one.");
        Send(To ?? Elsewhere(), text);
    }

    private string? TextForPipedRecipients()
    {
        if (Message is null && OnlyText is { } text)
            return text;
        if (To is not null || InReplyTo is not null || Broadcast)
            throw new IpMsgException(IpMsgReason.AmbiguousInput, "There are recipients in the pipeline and others among the arguments.", To, "Leave one of them out.");
        return Message;
    }

    private void Send(IReadOnlyList<object> to, string? text)
    {
        if (text is null)
            throw new IpMsgException(IpMsgReason.NoText, "The message has no text.", null, "Give it as -Message or through the pipeline.");
        if (to.Count == 0 && !Broadcast)
            throw new IpMsgException(IpMsgReason.NoRecipient, "The message has no recipient.", null, "Give -To, -InReplyTo or -Broadcast, or pipe members.");
        var message = new OutgoingMessage(text)
        {
            IsSealed = Sealed,
            IsLocked = Locked,
            NoLog = NoLog,
            IsOneShot = NoAnnounce,
            TimeoutMs = MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)) ? (int)(TimeoutSec * 1_000) : null,
        };
        if (Broadcast)
            Desk.Broadcast(message);
        else
            Desk.Send(message, to, NoWait);
        Desk.EmitWhatIsDone();
    }
}
