using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Sending;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Commands;

/// <summary>Sends a message to one or many and waits until each has confirmed it.</summary>
[Cmdlet(VerbsCommunications.Send, "IpMsg", SupportsShouldProcess = true)]
[OutputType(typeof(IpMsgDelivery))]
public sealed partial class SendIpMsgCommand : ListenerCmdlet, IDisposable
{
    private MessageSender? _sender;

    /// <summary>The recipients: members, messages (for a reply), names, wildcards, addresses, endpoints.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Recipient]
    [ArgumentCompleter(typeof(MemberNameCompleter))]
    public object[]? To { get; set; }

    /// <summary>The text.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyString]
    public string? Message { get; set; }

    /// <summary>Files and folders to offer: paths, with wildcards, or what Get-Item and Get-ChildItem emit.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public object[]? Attachment { get; set; }

    /// <summary>PNG images that stand behind the text; clients that cannot show them get files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public object[]? Image { get; set; }

    /// <summary>
    /// From the pipeline, by type: members, addresses and messages are recipients, strings are texts, files and folders are attachments of
    /// one message, unconfirmed deliveries are sent again.
    /// </summary>
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

    /// <summary>When to encrypt: Auto, Required or Off; as the listener does by default.</summary>
    [Parameter]
    public EncryptionPolicy Encryption { get; set; }

    /// <summary>Answer this message: its sender is the recipient, and the listener that received it sends, while it runs.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgMessage? InReplyTo { get; set; }

    /// <summary>Send one bare datagram without introducing ourselves; nobody confirms it.</summary>
    [Parameter]
    public SwitchParameter NoAnnounce { get; set; }

    /// <summary>
    /// Wait this many seconds for confirmations; five by default, in which a message is sent five times. With -WaitDownload, for the downloads
    /// instead.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 2_000_000d)]
    public double TimeoutSec { get; set; }

    /// <summary>Do not wait: emit the deliveries at once. They are live and show what becomes of them.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Wait until every recipient has taken every attachment, or given it up.</summary>
    [Parameter]
    public SwitchParameter WaitDownload { get; set; }

    /// <summary>How long the attachments may be fetched; 30 days by default, but never longer than the listener runs.</summary>
    [Parameter]
    [ValidatePositive]
    public TimeSpan OfferLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    protected override void End()
    {
        SendWhatWasCollected();
        _sender?.Finish(HasTimeout ? TimeSpan.FromSeconds(TimeoutSec) : Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _sender?.Dispose();

    private bool HasTimeout => MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec));

    private int? TimeoutMs => HasTimeout && !WaitDownload ? (int)(TimeoutSec * 1_000) : null;

    // The sender of a message knows the listener that received it.
    private MessageSender Desk => _sender ??= new MessageSender(this, GetListener(ListenerUse.Send, InReplyTo?.Listener), StopToken, Report);

    private void Send(IReadOnlyList<object> to, string? text, IReadOnlyList<OutgoingFile>? piped = null)
    {
        IReadOnlyList<OutgoingFile> files = piped is null ? _files : [.. piped, .. _files];
        if (text is null && files.Count == 0)
            throw new IpMsgException(IpMsgErrorId.NoText, "The message has no text.", to.Count > 0 ? to[0] : MyInvocation.MyCommand, "Give it as -Message or through the pipeline.");
        if (to.Count == 0 && !Broadcast)
            throw new IpMsgException(IpMsgErrorId.NoRecipient, "The message has no recipient.", text ?? (object)files[0].Attachment.Name, "Give -To, -InReplyTo or -Broadcast, or pipe members.");
        var message = new OutgoingMessage(text ?? "")
        {
            IsSealed = Sealed,
            IsLocked = Locked,
            NoLog = NoLog,
            IsOneShot = NoAnnounce,
            TimeoutMs = TimeoutMs,
            Encryption = MyInvocation.BoundParameters.ContainsKey(nameof(Encryption)) ? Encryption : null,
            Files = files,
            OfferLifetime = OfferLifetime,
        };
        if (Broadcast)
            Desk.Broadcast(message);
        else
            Desk.Send(message, to, NoWait);
        Desk.EmitWhatIsDone();
    }
}
