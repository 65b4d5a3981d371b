using System;
using System.Linq;
using IpMsg.Node;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell;

/// <summary>A sent message in the history and one of its recipients, as known at last.</summary>
public sealed class IpMsgHistoryDelivery
{
    internal IpMsgHistoryDelivery(SentDelivery delivery)
    {
        Peer = new IpMsgHistoryPeer(delivery.To);
        var report = delivery.Report;
        Status = report.Status.ToString();
        RoundTripMs = report.Status == DeliveryStatus.Confirmed ? Duration.ToMs(report.RoundTrip) : null;
        Attempts = report.Attempts;
        OpenedAt = report.OpenedAt;
        DiscardedAt = report.DiscardedAt;
        Cipher = report.Suite is { } suite ? CipherSuiteName.Of(suite) : null;
        Reason = report.Reason;
        Offers = [.. delivery.Offers.Select(each => new IpMsgHistoryOffer(each))];
    }

    internal IpMsgHistoryPeer Peer { get; }

    /// <summary>The recipient's name as it was called, its nickname, or its endpoint.</summary>
    public string To => Peer.NickName;

    /// <summary>The recipient's user name without a fingerprint; empty when it was not known as a member.</summary>
    public string UserName => Peer.UserName;

    /// <summary>The recipient's host name; empty when it was not known as a member.</summary>
    public string HostName => Peer.HostName;

    /// <summary>The recipient's address and port.</summary>
    public string EndPoint => Peer.EndPoint;

    /// <summary>The status, as of a delivery; Pending when the process ended before there was one.</summary>
    public string Status { get; }

    /// <summary>Milliseconds from the first transmission to the confirmation; null without one.</summary>
    public double? RoundTripMs { get; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; }

    /// <summary>When the recipient opened the sealed message; null when it has not told.</summary>
    public DateTimeOffset? OpenedAt { get; }

    /// <summary>When the recipient discarded the sealed message unopened; null when it has not told.</summary>
    public DateTimeOffset? DiscardedAt { get; }

    /// <summary>True when it was encrypted.</summary>
    public bool IsEncrypted => Cipher is not null;

    /// <summary>How it was encrypted and signed; null in plaintext.</summary>
    public string? Cipher { get; }

    /// <summary>The reason for the status, where the status alone is not clear; null otherwise.</summary>
    public string? Reason { get; }

    /// <summary>What became of each attachment with this recipient.</summary>
    public IpMsgHistoryOffer[] Offers { get; }

    /// <summary>Recipient and status.</summary>
    public override string ToString() => SafeText.Line(To) + ": " + Status;
}

/// <summary>An attachment of a sent message in the history, and what became of it with one recipient.</summary>
public sealed class IpMsgHistoryOffer
{
    internal IpMsgHistoryOffer(SentOffer offer)
    {
        Name = offer.Attachment.Name;
        Path = offer.Attachment.Path;
        Id = offer.Attachment.Id;
        State = offer.State.ToString();
        TimesTaken = offer.Taken;
        IsIncomplete = offer.IsIncomplete;
        ChangedAt = offer.ChangedAt;
        Reason = offer.Reason;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Where the file was.</summary>
    public string? Path { get; }

    /// <summary>Its number within the message.</summary>
    public long Id { get; }

    /// <summary>The state, as of an offer; Waiting when the recipient has not fetched it.</summary>
    public string State { get; }

    /// <summary>How often the recipient has fetched it whole.</summary>
    public int TimesTaken { get; }

    /// <summary>True when the recipient has a folder without some of its entries.</summary>
    public bool IsIncomplete { get; }

    /// <summary>When it came to this state; null while it was waiting.</summary>
    public DateTimeOffset? ChangedAt { get; }

    /// <summary>Why a transfer failed or the offer ended; null when there is nothing to say.</summary>
    public string? Reason { get; }

    /// <summary>Name and state.</summary>
    public override string ToString() => SafeText.Line(Name) + ": " + State;
}
