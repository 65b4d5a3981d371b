using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// One message to one recipient, from the wish to its end. It lives on after that: a late confirmation and a read notice still show here.
/// </summary>
public sealed class Delivery
{
    internal Delivery(OutgoingMessage message, IPEndPoint to, Member? member, uint number, MessageForm messageForm, byte[] bytes, int length)
    {
        Message = message;
        To = to;
        Member = member;
        Number = number;
        Bytes = bytes;
        Length = length;
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

    /// <summary>How far it has come.</summary>
    public DeliveryStatus Status { get; internal set; }

    /// <summary>What it offers to this recipient.</summary>
    public IReadOnlyList<Offer> Offers { get; internal set; } = [];

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; internal set; }

    /// <summary>From the first transmission to the confirmation; zero without one.</summary>
    public TimeSpan RoundTrip { get; internal set; }

    /// <summary>When the recipient opened the sealed message; null when it has not said so (R50).</summary>
    public DateTimeOffset? OpenedAt { get; internal set; }

    /// <summary>When the recipient threw the sealed message away unopened; null when it has not said so (R52).</summary>
    public DateTimeOffset? DiscardedAt { get; internal set; }

    /// <summary>Why it ended as it did, when that is not plain from the status.</summary>
    public string? Reason { get; internal set; }

    /// <summary>Why it was not sent, when it was refused.</summary>
    public DeliveryRefusal Refusal { get; internal set; }

    /// <summary>How it was encrypted; null when it went out in plaintext, or has not gone out yet.</summary>
    public CipherSuite? Suite { get; internal set; }

    /// <summary>True when the recipient's code page lacks some characters of the text.</summary>
    public bool IsLossy => MessageForm.IsLossy;

    /// <summary>For whoever asked: handed back with every report on this delivery.</summary>
    public object? Tag { get; set; }

    /// <summary>How long its confirmation is waited for, in milliseconds; null for as long as the transmissions take. May be changed before it is sent again.</summary>
    public int? TimeoutMs { get; set; }

    /// <summary>The datagram and, behind it, room for the NULs of late repetitions (R44). Shared by recipients of one encoding.</summary>
    internal byte[] Bytes { get; set; }

    internal int Length { get; set; }

    /// <summary>What the datagram is made of.</summary>
    internal MessageForm MessageForm { get; }

    /// <summary>All recipients that are members, when there are several; those who can read it are told (4.5).</summary>
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

    /// <summary>True from its dispatch to its end.</summary>
    internal bool IsUnderWay { get; set; }

    /// <summary>Rings when the user's patience ends; null when it is as long as the transmissions take.</summary>
    internal ProtocolTimer? Deadline { get; set; }
}
