using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// One message to one recipient, from the wish to its end. It lives on after that: a late confirmation and a read notice still show here.
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

    /// <summary>What is said.</summary>
    public OutgoingMessage Message { get; }

    /// <summary>Where it goes.</summary>
    public IPEndPoint To { get; }

    /// <summary>The recipient as a member; null when it is only an address.</summary>
    public Member? Member { get; }

    /// <summary>The packet number, the same for all recipients of a message (R53).</summary>
    public uint Number { get; }

    /// <summary>How it stands, all of one moment.</summary>
    public DeliveryReport Report
    {
        get => _report;
        internal set => _report = value;
    }

    /// <inheritdoc cref="DeliveryReport.Status"/>
    public DeliveryStatus Status => _report.Status;

    /// <summary>What it offers to this recipient.</summary>
    public IReadOnlyList<Offer> Offers { get; internal set; } = [];

    /// <inheritdoc cref="DeliveryReport.Attempts"/>
    public int Attempts => _report.Attempts;

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

    /// <summary>True when the recipient's code page lacks some characters of the text.</summary>
    public bool IsLossy => !TextCodec.CanWrite(Message.Text, MessageForm.Encoding);

    /// <summary>How long its confirmation is waited for, in milliseconds; null for as long as the transmissions take.</summary>
    internal int? TimeoutMs { get; set; }

    /// <summary>Who is told of every change; null for nobody.</summary>
    internal IObserver<DeliveryChanged>? Observer { get; set; }

    /// <summary>The datagram and, behind it, room for the NULs of late repetitions (R44). Shared by recipients of one encoding.</summary>
    internal byte[] Bytes { get; set; } = [];

    internal int Length { get; set; }

    /// <summary>What the datagram is made of.</summary>
    internal MessageForm MessageForm { get; }

    /// <summary>All recipients that are members, when there are several; those who can read it are told (R67).</summary>
    internal IReadOnlyList<Member> Recipients { get; init; } = [];

    /// <summary>Their names. The one for whom this copy is comes first, for a long list is cut.</summary>
    internal IReadOnlyList<RecipientName> RecipientNames()
    {
        var names = new List<RecipientName>(Recipients.Count);
        foreach (var each in Recipients)
            names.Insert(each.EndPoint.Equals(To) ? 0 : names.Count, new RecipientName(each.UserName, each.HostName));
        return names;
    }

    /// <summary>The key for which it was encrypted; null while it was not.</summary>
    internal PublicKey? EncryptedFor { get; set; }

    /// <summary>True when the recipient has said that it cannot decrypt it.</summary>
    internal bool IsDoubted { get; set; }

    internal Moment FirstSentAt { get; set; }

    /// <summary>
    /// Transmissions since its last dispatch. <see cref="Attempts"/> keeps the number of an earlier dispatch until the first of these.
    /// </summary>
    internal int Transmissions { get; set; }

    /// <summary>True from its dispatch to its end.</summary>
    internal bool IsUnderWay { get; set; }

    /// <summary>Rings when the user's patience ends; null when it is as long as the transmissions take.</summary>
    internal ProtocolTimer? Deadline { get; set; }
}
