using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Queue;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.Queueing;

/// <summary>Writes the deliveries of queued messages, and what is stored of their datagrams.</summary>
internal sealed class QueuedDeliveries(MemberDriver driver, NodeKeys keys, MemberSettings settings)
{
    /// <summary>The delivery of a message to its recipient at a place.</summary>
    internal EncodedMessage Compose(QueuedMessage message, IReadOnlyList<OutgoingFile> files, Member to)
    {
        var outgoing = new OutgoingMessage(message.Text!)
        {
            IsSealed = message.IsSealed,
            IsLocked = message.IsLocked,
            NoLog = message.NoLog,
            Files = files,
            OfferLifetime = message.OfferLifetime,
            Encryption = PolicyOf(message),
            IsQueued = true,
            Preferences = PreferencesOf(message, to.EndPoint),
        };
        var earlier = EarlierOf(message, to);
        using var access = driver.Enter();
        var encoded = earlier is null
            ? access.Machine.Compose(NodeClock.Now, outgoing, [to.EndPoint])
            : access.Machine.Recompose(NodeClock.Now, outgoing, to.EndPoint, earlier);
        foreach (var each in encoded.Deliveries)
            each.Report = each.Report with { MayBeTwice = message.MayBeTwice };
        return encoded;
    }

    /// <summary>What is stored of a delivery before its datagram leaves.</summary>
    internal static QueuedDatagram DatagramOf(Delivery delivery, Member? recipient) =>
        new(delivery.Number, delivery.Bytes.AsSpan(0, delivery.Length).ToArray())
        {
            Nonce = delivery.MessageForm.Nonce,
            FirstFileId = delivery.Offers.Count > 0 ? delivery.Offers[0].Attachment.Id : 0,
            EncryptedFor = delivery.EncryptedFor?.Fingerprint.ToString(),
            Suite = delivery.EncryptedFor is not null && delivery.Suite is { } suite ? (uint)suite.Flags : 0,
            IsRemembered = delivery.EncryptedFor is not null && (recipient ?? delivery.Member) is { ConfirmsWithProof: true },
        };

    // What was once to be encrypted does not leave in plaintext because a later listener has another policy.
    private EncryptionPolicy? PolicyOf(QueuedMessage message) =>
        message.Encryption is null && (message.To.Fingerprint ?? message.Datagram?.EncryptedFor) is not null
            && settings.Encryption is EncryptionPolicy.Auto or EncryptionPolicy.Off
            ? EncryptionPolicy.Required
            : message.Encryption;

    private static Dictionary<IPEndPoint, RecipientPreference> PreferencesOf(QueuedMessage message, IPEndPoint to)
    {
        var preferences = new Dictionary<IPEndPoint, RecipientPreference>();
        if (message.Encoding is { } name)
            preferences[to] = new RecipientPreference { Encoding = CodePages.Find(name) };
        return preferences;
    }

    // For another key the datagram is written anew, under its number.
    private SentDatagram? EarlierOf(QueuedMessage message, Member to)
    {
        if (message.Datagram is not { } sent)
            return null;
        var key = keys.Find(to.UserName, to.HostName)?.Key;
        bool isReadable = sent.EncryptedFor is null || sent.EncryptedFor == key?.Fingerprint.ToString();
        return new SentDatagram(sent.Number, isReadable ? sent.Bytes : [])
        {
            Nonce = isReadable ? sent.Nonce : null,
            FirstFileId = sent.FirstFileId,
            EncryptedFor = sent.EncryptedFor is null || !isReadable ? null : key,
            Suite = isReadable && sent.EncryptedFor is not null && CipherSuite.TryRead((Capabilities)sent.Suite, out var suite)
                ? suite : null,
        };
    }
}
