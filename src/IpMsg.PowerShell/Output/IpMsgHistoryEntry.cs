using System;
using System.Linq;
using IpMsg.Node;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using IpMsg.PowerShell.Output;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell;

/// <summary>
/// A received or sent message in the history, with what was noted of it until it was read from the disk. Its properties are plain values:
/// they survive JSON and CSV, and no listener is needed to read them.
/// </summary>
public sealed class IpMsgHistoryEntry : IComparable<IpMsgHistoryEntry>, IComparable
{
    private readonly HistoryEntry _entry;

    internal IpMsgHistoryEntry(HistoryEntry entry)
    {
        _entry = entry;
        From = entry.Message is ReceivedMessage received ? new IpMsgHistoryPeer(received.From) : null;
    }

    private HistoryRecord Message => _entry.Message;

    /// <summary>The name of the message in the store; it never changes.</summary>
    public string Id => Message.Id.ToString();

    /// <summary>Received or Sent.</summary>
    public string Direction => From is null ? "Sent" : "Received";

    /// <summary>When it was received or sent.</summary>
    public DateTimeOffset Time => Message.At;

    /// <summary>The nickname of the sender, or those of the recipients with commas between.</summary>
    public string Who => From?.NickName ?? string.Join(", ", Deliveries.Select(each => each.To));

    /// <summary>The sender; null for a sent message.</summary>
    public IpMsgHistoryPeer? From { get; }

    /// <summary>What became of a sent message, for each recipient; empty for a received one.</summary>
    public IpMsgHistoryDelivery[] Deliveries =>
        field ??= [.. SentDelivery.Of(_entry).Select(each => new IpMsgHistoryDelivery(each))];

    /// <summary>
    /// The text, lines ending with LF; null for a received message that is sealed and was not opened, and when the sender asked not to log
    /// it.
    /// </summary>
    public string? Text => IsOpened && Message.Text is { } text ? FeiQText.Read(text) : null;

    /// <summary>The files and folders that it offers; where they were saved. Empty when <see cref="Text"/> is null.</summary>
    public IpMsgHistoryAttachment[] Attachments => Array.FindAll(All, each => each.Kind != "Image");

    /// <summary>The images inside the text; empty when <see cref="Text"/> is null.</summary>
    public IpMsgHistoryAttachment[] Images => Array.FindAll(All, each => each.Kind == "Image");

    /// <summary>True for a sealed message.</summary>
    public bool IsSealed => Has(MessageFlags.Sealed);

    /// <summary>When Receive-IpMsg wrote a received message; null while it waits, and for a sent one.</summary>
    public DateTimeOffset? TakenAt => _entry.TakenAt;

    /// <summary>When Open-IpMsg opened a received sealed message, or the first recipient a sent one; null when nobody has.</summary>
    public DateTimeOffset? OpenedAt => From is null ? Deliveries.Min(each => each.OpenedAt) : _entry.OpenedAt;

    /// <summary>When Remove-IpMsg discarded it; null when it has not.</summary>
    public DateTimeOffset? RemovedAt => _entry.DiscardedAt;

    /// <summary>True when the text can be read: the message is not sealed, was opened, or was sent by this user.</summary>
    public bool IsOpened => !IsSealed || From is null || _entry.OpenedAt is not null;

    /// <summary>True when Remove-IpMsg has discarded it.</summary>
    public bool IsRemoved => RemovedAt is not null;

    /// <summary>True when the sender asks for a password before it is shown.</summary>
    public bool IsLocked => Has(MessageFlags.Locked);

    /// <summary>True when the sender asks not to log the text: then it is not in the history.</summary>
    public bool NoLog => Message.NoLog;

    /// <summary>True when it was encrypted; of a sent message, for every recipient.</summary>
    public bool IsEncrypted => From is null ? Deliveries.Length > 0 && Deliveries.All(each => each.IsEncrypted) : Cipher is not null;

    /// <summary>How a received message was encrypted and signed; null in plaintext, and for a sent one, whose deliveries tell.</summary>
    public string? Cipher =>
        From is not null && CipherSuite.TryRead((Capabilities)Message.Suite, out var suite) ? CipherSuiteName.Of(suite) : null;

    /// <summary>What the signature of a received message said at last: None, Valid, Invalid or UnknownKey; None for a sent one.</summary>
    public string Signature => ReceivedMapping.SignatureOf(_entry.Signature).ToString();

    /// <summary>All recipients of a received message, as user@host, when the sender told them; empty otherwise.</summary>
    public string[] Recipients => Message is ReceivedMessage { Recipients: var names }
        ? [.. names.Select(each => FingerprintName.Bare(each.User) + "@" + each.Host)]
        : [];

    /// <summary>True for a broadcast.</summary>
    public bool IsBroadcast => Has(MessageFlags.Broadcast);

    /// <summary>True when it was sent to several recipients.</summary>
    public bool IsMulticast => Has(MessageFlags.Multicast | MessageFlags.NewMulti);

    /// <summary>True for an automatic reply.</summary>
    public bool IsAutomatic => Has(MessageFlags.AutoReturn);

    /// <summary>True when a received message was confirmed to its sender; when all recipients have confirmed a sent one.</summary>
    public bool IsConfirmed => Message is ReceivedMessage received
        ? received.IsConfirmed
        : Deliveries.Length > 0 && Deliveries.All(each => each.Status == "Confirmed");

    /// <summary>The packet number, with its digits as sent.</summary>
    public string PacketNumber => Message.NumberText;

    private IpMsgHistoryAttachment[] All => !IsOpened ? [] :
        field ??= [.. Message.Attachments.Select(each => new IpMsgHistoryAttachment(each, _entry))];

    /// <summary>By time.</summary>
    public int CompareTo(IpMsgHistoryEntry? other) => other is null ? 1 : Time.CompareTo(other.Time);

    int IComparable.CompareTo(object? obj) => CompareTo(obj as IpMsgHistoryEntry);

    /// <summary>The text with control characters made harmless, "(sealed)" or "(not logged)".</summary>
    public override string ToString() => Text is { } text ? SafeText.Lines(text) : NoLog ? "(not logged)" : "(sealed)";

    private bool Has(MessageFlags flags) => (Message.Flags & (uint)flags) != 0;
}
