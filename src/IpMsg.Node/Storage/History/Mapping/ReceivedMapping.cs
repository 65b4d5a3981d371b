using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Storage.History.Mapping;

/// <summary>Maps received messages to records of the store, and back.</summary>
internal static class ReceivedMapping
{
    /// <summary>The record of a new message. Its <see cref="ReceivedMessage.Tag"/> is the message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="owner">The names of this member for the sender.</param>
    /// <param name="digest">The digest that identifies a repetition.</param>
    /// <param name="replay">The digest that identifies a replay of a signed message; null without a signature.</param>
    internal static ReceivedMessage ToRecord(
        IncomingMessage message, HistoryOwner owner, MessageDigest digest, MessageDigest? replay) => new()
        {
            At = message.ReceivedAt,
            From = PeerMapping.Of(message),
            NumberText = message.NumberText,
            Order = message.Order,
            After = message.Before,
            Flags = (uint)message.Flags,
            Text = message.RawText,
            Attachments = AttachmentMapping.ToRecords(message.Attachments),
            Suite = message.Envelope is { } envelope ? (uint)envelope.Suite.Flags : 0,
            Signature = message.Envelope?.Signature.ToString(),
            Proof = message.Envelope is { Signature: SignatureStatus.UnknownKey, RawSignature: { } signature } pending
            ? new StoredProof(pending.Plaintext, signature)
            : null,
            NameEncoding = NameEncodingText.Of(message.Names),
            Recipients = Names(message.Recipients),
            To = new HistoryName(owner.UserName, owner.HostName),
            LocalAddress = owner.LocalAddress,
            KeepsHistory = owner.KeepsHistory,
            // The member confirms the message when it is on the disk.
            IsConfirmed = WantsConfirmation(message.Flags),
            Digest = digest,
            ReplayDigest = replay,
            Tag = message,
        };

    /// <summary>
    /// The message of a record, for the inbox of a listener. The text is empty for a sealed message that
    /// <see cref="ReceivedMessage.IsUnreadable"/>.
    /// </summary>
    /// <param name="record">A record that the store has decrypted.</param>
    /// <param name="codec">The codec of the listener.</param>
    /// <param name="isOpened">True for a sealed message that was opened.</param>
    internal static IncomingMessage ToMessage(ReceivedMessage record, TextCodec codec, bool isOpened = false)
    {
        var flags = (MessageFlags)record.Flags;
        return new KeptMessage(PeerMapping.EndPoint(record.From), record.From.User, record.From.Host, record.NumberText)
        {
            NickName = record.From.NickName,
            GroupName = record.From.Group,
            Flags = flags,
            Text = record.Text ?? "",
            ReceivedAt = record.At,
            Attachments = AttachmentMapping.ToAttachments(record.Attachments),
            Names = (flags & MessageFlags.Attachments) != 0 ? NameEncodingText.Read(record.NameEncoding, flags, codec) : null,
            Envelope = EnvelopeOf(record),
            Recipients = Names(record.Recipients),
            IsConfirmed = record.IsConfirmed,
            IsOpened = isOpened,
            Before = record.After,
        }.ToMessage();
    }

    /// <summary>The line for a signature that was checked with a later key.</summary>
    internal static HistoryUpdate CheckedUpdate(SignatureStatus status, DateTimeOffset at) =>
        new(UpdateKind.Checked, at) { Status = status.ToString() };

    /// <summary>The status by its name in a line; None without a name.</summary>
    internal static SignatureStatus SignatureOf(string? name) =>
        Enum.TryParse(name, out SignatureStatus status) && Enum.IsDefined(typeof(SignatureStatus), status) ? status : SignatureStatus.None;

    /// <summary>The line for a sealed message that was opened.</summary>
    internal static HistoryUpdate OpenedUpdate(IncomingMessage message, DateTimeOffset at) => new(UpdateKind.Opened, at)
    {
        Text = message.RawText,
        Attachments = AttachmentMapping.ToRecords(message.Attachments),
    };

    /// <summary>The line for an attachment that was saved.</summary>
    internal static HistoryUpdate SavedUpdate(uint attachment, string path, DateTimeOffset at) =>
        new(UpdateKind.Saved, at) { Attachment = attachment, Path = path };

    // Broadcasts and automatic messages get no confirmation (R40).
    private static bool WantsConfirmation(MessageFlags flags) =>
        (flags & MessageFlags.SendCheck) != 0 && (flags & (MessageFlags.Broadcast | MessageFlags.AutoReturn)) == 0;

    private static DecryptedEnvelope? EnvelopeOf(ReceivedMessage record) =>
        CipherSuite.TryReadKept((Capabilities)record.Suite, out var suite)
            ? DecryptedEnvelope.OfKept(suite, SignatureOf(record.Signature), record.Proof?.Plaintext, record.Proof?.Signature)
            : null;

    private static HistoryName[] Names(IReadOnlyList<RecipientName> recipients)
    {
        var names = new HistoryName[recipients.Count];
        for (int at = 0; at < names.Length; at++)
            names[at] = new HistoryName(recipients[at].User, recipients[at].Host);
        return names;
    }

    private static RecipientName[] Names(IReadOnlyList<HistoryName> recipients)
    {
        var names = new RecipientName[recipients.Count];
        for (int at = 0; at < names.Length; at++)
            names[at] = new RecipientName(recipients[at].User, recipients[at].Host);
        return names;
    }
}
