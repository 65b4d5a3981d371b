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

/// <summary>Sends a message to one or many recipients, and waits until each has confirmed it.</summary>
[Cmdlet(VerbsCommunications.Send, "IpMsg", SupportsShouldProcess = true)]
[OutputType(typeof(IpMsgDelivery))]
public sealed class SendIpMsgCommand : ListenerCmdlet, IDisposable
{
    private SendPlanner? _planner;
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

    /// <summary>Files and folders to offer: paths, with wildcards, or what Get-Item and Get-ChildItem write.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public object[]? Attachment { get; set; }

    /// <summary>PNG images after the text; clients that cannot show them get files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public object[]? Image { get; set; }

    /// <summary>
    /// Pipeline objects, by type: members, addresses and messages are recipients, strings are texts or, with -Message, recipients, files
    /// and folders are attachments of one message, and unconfirmed deliveries are sent again.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Seal the message: its text is hidden until the recipient opens it, and the delivery shows when.</summary>
    [Parameter]
    public SwitchParameter Sealed { get; set; }

    /// <summary>Lock the message: the recipient's client asks for its password before it shows the text.</summary>
    [Parameter]
    public SwitchParameter Locked { get; set; }

    /// <summary>Ask recipients not to log the text.</summary>
    [Parameter]
    public SwitchParameter NoLog { get; set; }

    /// <summary>Send to everyone within reach of a broadcast, without confirmations.</summary>
    [Parameter]
    public SwitchParameter Broadcast { get; set; }

    /// <summary>When to encrypt: Auto, Required, Verified or Off; as the listener does by default.</summary>
    [Parameter]
    public EncryptionPolicy Encryption { get; set; }

    /// <summary>
    /// The encoding for recipients without UTF-8, by name or number; by default that of the contact, else of the listener.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public string? Encoding { get; set; }

    /// <summary>
    /// Answer this message, also one of the history: to its sender, through the listener that received it while that runs.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ReplyTarget]
    public PSObject? InReplyTo { get; set; }

    /// <summary>Send one datagram without announcing a member, and without a confirmation.</summary>
    [Parameter]
    public SwitchParameter NoAnnounce { get; set; }

    /// <summary>
    /// Wait this many seconds for confirmations; by default until all transmissions have no answer, about five seconds, or ten
    /// when the recipient has answered before. With -WaitDownload, wait for the downloads instead.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 2_000_000d)]
    public double TimeoutSec { get; set; }

    /// <summary>Do not wait: write the deliveries at once. They are live, and their status changes later.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>
    /// Keep what a recipient does not confirm on the disk, also for a contact or a known member that is away. A later listener of the user
    /// sends it when the recipient appears.
    /// </summary>
    [Parameter]
    public SwitchParameter Queue { get; set; }

    /// <summary>With -Queue: how long to keep it, as a time span or a time; 7 days by default.</summary>
    [Parameter]
    [Expires]
    public DateTimeOffset Expires { get; set; }

    /// <summary>Wait until every recipient has downloaded or declined every attachment.</summary>
    [Parameter]
    public SwitchParameter WaitDownload { get; set; }

    /// <summary>How long the attachments can be downloaded; 30 days by default, and no longer than the listener runs.</summary>
    [Parameter]
    [ValidatePositive]
    public TimeSpan OfferLifetime { get; set; } = TimeSpan.FromDays(30);

    // A reply goes out through the listener that received the message: its sender knows that one.
    internal MessageSender Sender => _sender ??= new MessageSender(
        this, GetListener(ListenerUse.Send, (InReplyTo?.BaseObject as IpMsgMessage)?.Listener));

    /// <inheritdoc/>
    protected override void Begin() => _planner = new SendPlanner(this);

    /// <inheritdoc/>
    protected override void Process()
    {
        try
        {
            if (InputObject is null && !MyInvocation.ExpectingInput)
                Send(_planner!.FromArguments());
            else if (_planner!.ReadDelivery(InputObject) is { } delivery)
                Sender.Resend(delivery, TimeoutMs);
            else if (_planner.FromInput(InputObject) is { } plan)
                Send(plan);
            _sender?.WriteEnded();
        }
        catch (IpMsgException unusable) when (unusable.ErrorId == IpMsgErrorId.InputNotSupported)
        {
            Report(unusable);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_planner!.FromCollected() is { } plan)
            Send(plan);
        _sender?.Finish(HasTimeout ? TimeSpan.FromSeconds(TimeoutSec) : Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _sender?.Dispose();

    /// <summary>-Encryption; null without it.</summary>
    internal EncryptionPolicy? GivenEncryption => MyInvocation.BoundParameters.ContainsKey(nameof(Encryption)) ? Encryption : null;

    /// <summary>-Expires; null without it.</summary>
    internal DateTimeOffset? GivenExpires => MyInvocation.BoundParameters.ContainsKey(nameof(Expires)) ? Expires : null;

    private bool HasTimeout => MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec));

    private int? TimeoutMs => HasTimeout && !WaitDownload ? (int)(TimeoutSec * 1_000) : null;

    private void Send((IReadOnlyList<object> To, string? Text, IReadOnlyList<OutgoingFile> Files) plan)
    {
        var message = new OutgoingMessage(plan.Text ?? "")
        {
            IsSealed = Sealed,
            IsLocked = Locked,
            NoLog = NoLog,
            IsOneShot = NoAnnounce,
            TimeoutMs = TimeoutMs,
            Encryption = GivenEncryption,
            Files = plan.Files,
            OfferLifetime = OfferLifetime,
            IsQueued = Queue,
        };
        if (Broadcast)
            Sender.Broadcast(message);
        else
            Sender.Send(message, plan.To);
    }
}
