using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// A message to a recipient. After its end, a late confirmation and a read notice still change it.
/// </summary>
public sealed class Delivery
{
    private volatile DeliveryReport _report = new();

    internal Delivery(OutgoingMessage message, IPEndPoint to, Member? member, uint number, MessageForm messageForm)
    {
        Message = message;
        To = to;
        Member = member;
        Number = number;
        MessageForm = messageForm;
        TimeoutMs = message.TimeoutMs;
    }

    /// <summary>The message.</summary>
    public OutgoingMessage Message { get; }

    /// <summary>The endpoint of the recipient.</summary>
    public IPEndPoint To { get; }

    /// <summary>The recipient as a member; null when it is only an address.</summary>
    public Member? Member { get; }

    /// <summary>The packet number, the same for all recipients of a message (R53).</summary>
    public uint Number { get; }

    /// <summary>A consistent snapshot of the state.</summary>
    public DeliveryReport Report
    {
        get => _report;
        internal set => _report = value;
    }

    /// <inheritdoc cref="DeliveryReport.Status"/>
    public DeliveryStatus Status => _report.Status;

    /// <summary>The offers to this recipient.</summary>
    public IReadOnlyList<Offer> Offers { get; internal set; } = [];

    /// <inheritdoc cref="DeliveryReport.Attempts"/>
    public int Attempts => _report.Attempts;

    /// <inheritdoc cref="DeliveryReport.SentAt"/>
    public DateTimeOffset? SentAt => _report.SentAt;

    /// <inheritdoc cref="DeliveryReport.RoundTrip"/>
    public TimeSpan RoundTrip => _report.RoundTrip;

    /// <inheritdoc cref="DeliveryReport.OpenedAt"/>
    public DateTimeOffset? OpenedAt => _report.OpenedAt;

    /// <inheritdoc cref="DeliveryReport.DiscardedAt"/>
    public DateTimeOffset? DiscardedAt => _report.DiscardedAt;

    /// <inheritdoc cref="DeliveryReport.Reason"/>
    public string? Reason => _report.Reason;

    /// <inheritdoc cref="DeliveryReport.Refusal"/>
    public DeliveryRefusal Refusal => _report.Refusal;

    /// <inheritdoc cref="DeliveryReport.Suite"/>
    public CipherSuite? Suite => _report.Suite;

    /// <inheritdoc cref="DeliveryReport.IsAddressUnproved"/>
    public bool IsAddressUnproved => _report.IsAddressUnproved;

    /// <summary>True when the recipient's code page lacks some characters of the text.</summary>
    public bool IsLossy => !TextCodec.CanWrite(Message.Text, MessageForm.Encoding);

    /// <summary>The timeout of the confirmation in milliseconds; null for the time of all transmissions.</summary>
    internal int? TimeoutMs { get; set; }

    /// <summary>Receives every change; null for none.</summary>
    internal IObserver<DeliveryChanged>? Observer { get; set; }

    /// <summary>The datagram, followed by the NULs of late repetitions (R44). Recipients of the same form share it.</summary>
    internal byte[] Bytes { get; set; } = [];

    internal int Length { get; set; }

    /// <summary>The form of the datagram.</summary>
    internal MessageForm MessageForm { get; }

    /// <summary>All recipients that are members, when there are several, for the recipient list (R67).</summary>
    internal IReadOnlyList<Member> Recipients { get; init; } = [];

    /// <summary>The names of all recipients, the recipient of this delivery first, because a long list is cut.</summary>
    internal IReadOnlyList<RecipientName> RecipientNames()
    {
        var names = new List<RecipientName>(Recipients.Count);
        foreach (var each in Recipients)
            names.Insert(each.EndPoint.Equals(To) ? 0 : names.Count, new RecipientName(each.UserName, each.HostName));
        return names;
    }

    /// <summary>The key for which it is encrypted; null for plaintext.</summary>
    internal PublicKey? EncryptedFor { get; set; }

    /// <summary>True for a datagram in IPDict form, which has no NULs at its end (R102).</summary>
    internal bool IsIpDict => EncryptedFor is not null && Suite is { IsIpDict: true };

    /// <summary>True when the recipient has reported that it cannot decrypt it.</summary>
    internal bool IsDoubted { get; set; }

    /// <summary>
    /// True when the lack of a confirmation tells that the recipient may have gone. One transmission may be lost, and a recipient that
    /// reports that it cannot decrypt has answered.
    /// </summary>
    internal bool ShowsAbsence => !IsDoubted && (Transmissions > 1 || Refusal == DeliveryRefusal.NoKey);

    /// <summary>True when its confirmation needs a proof (R107). Each transmission decides this again.</summary>
    internal bool NeedsProof { get; set; }

    /// <summary>True when a confirmation has the proof of one of the transmitted datagrams, or needs none.</summary>
    internal bool IsProvenBy(in Packet confirmation) =>
        !NeedsProof || IsFirstProvenBy(confirmation) || Repeated is { } copy && MessageProof.IsIn(confirmation, copy.Datagram);

    /// <summary>True when a confirmation has the proof of the first transmission.</summary>
    internal bool IsFirstProvenBy(in Packet confirmation) => MessageProof.IsIn(confirmation, Bytes.AsSpan(0, Length));

    /// <summary>The datagram of its repetitions, when it differs from the first one; null before the first of them.</summary>
    internal RepeatedCopy? Repeated { get; set; }

    internal Moment FirstSentAt { get; set; }

    /// <summary>The time of the first repetition.</summary>
    internal Moment RepeatedAt { get; set; }

    /// <summary>
    /// Transmissions since its last dispatch. <see cref="Attempts"/> keeps the number of an earlier dispatch until the first of these.
    /// </summary>
    internal int Transmissions { get; set; }

    /// <summary>The plan of its repetitions; null before the first transmission.</summary>
    internal RepeatPlan? Repetitions { get; set; }

    /// <summary>True when its datagram is on the disk, as far as that is needed before it leaves.</summary>
    internal bool IsPersisted { get; set; }

    /// <summary>True from its dispatch to its end.</summary>
    internal bool IsUnderWay { get; set; }

    /// <summary>Its position among the deliveries that its recipient's queue has started.</summary>
    internal long Position { get; set; }

    /// <summary>Fires at the next transmission; null before the first.</summary>
    internal ProtocolTimer? RepeatTimer { get; set; }

    /// <summary>Fires at the timeout of the confirmation; null without a timeout.</summary>
    internal ProtocolTimer? Deadline { get; set; }
}
