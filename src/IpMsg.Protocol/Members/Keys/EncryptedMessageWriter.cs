using System;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>
/// Writes encrypted messages: the plaintext to encrypt, the datagram around the ciphertext, and their length (R62, R66, R67).
/// </summary>
internal sealed class EncryptedMessageWriter
{
    private const int MaxRecipientLength = 2 * HeaderName.MaxBytes + 2;

    private readonly MemberContext _context;
    private readonly IpDictMessageWriter _dicts;

    internal EncryptedMessageWriter(MemberContext context)
    {
        _context = context;
        _dicts = new IpDictMessageWriter(context);
    }

    private OwnKeys Own => _context.Settings.Keys!;

    /// <summary>
    /// The length of the datagram when the message is encrypted for that key; the plaintext length without a common suite.
    /// </summary>
    internal int Measure(string message, Encoding encoding, int plainLength, PublicKeyAnswer recipient, Member member)
    {
        if (SuiteSelection.Choose(Own.Capabilities, recipient, _context.Settings.AllowsWeakCiphers) is not { IsFound: true } choice)
            return plainLength;
        if (_dicts.IsFor(member, recipient))
            return plainLength + IpDictMessageWriter.MaxOverhead;
        int text = encoding.GetByteCount(message);
        return plainLength - text + BodyLength(choice.Suite, recipient.Key, text + MessageEncoder.Padding);
    }

    /// <summary>Creates the job that encrypts the text and, when they are hidden, the lists.</summary>
    internal EncryptionJob CreateJob(Delivery delivery, Member? recipient, KnownKey key, CipherSuite suite)
    {
        if (_dicts.IsFor(recipient, new PublicKeyAnswer(key.Capabilities, key.Key)))
            return new EncryptionJob(delivery, IpDictEnvelope.Suite, key, _dicts.Content(delivery), hidesLists: true);
        bool hidesLists = HidesLists(delivery, recipient, key);
        return new EncryptionJob(delivery, suite, key, Plaintext(delivery, hidesLists), hidesLists);
    }

    /// <summary>
    /// Replaces the plaintext datagram of a delivery by the encrypted one. False when it is too long for the recipient's client.
    /// </summary>
    internal bool TryWrite(EncryptionJob job, Envelope envelope, Member? recipient)
    {
        var delivery = job.Delivery;
        var messageForm = delivery.MessageForm;
        bool hidesLists = job.HidesLists;
        var dialect = recipient?.Dialect ?? ClientDialect.Standard;
        if (job.Suite.IsIpDict)
        {
            byte[] dict = IpDictExtensions.Write(envelope, messageForm.Nonce);
            return dict.Length <= dialect.MaxDatagram() - messageForm.Growth && Complete(job, dict, dict.Length);
        }
        var (user, host) = _context.Presence.HeaderNames(messageForm.Encoding);
        int most = user.Length + host.Length + MessageEncoder.HeaderLength + messageForm.MaxLength(delivery.Message.Text)
            + BodyLength(job.Suite, job.Recipient.Key, job.Plaintext.Length);
        var buffer = new byte[most + MessageEncoder.Padding];
        var writer = new PacketWriter(buffer);
        var flags = messageForm.Flags | MessageFlags.Encrypted | (hidesLists ? MessageFlags.EncryptedLists : 0);
        writer.Header(delivery.Number, user, host, (uint)flags | (uint)Command.SendMessage);
        envelope.Write(ref writer);
        writer.Nul();
        messageForm.WriteRest(ref writer, hidesLists);
        return !writer.IsFull && writer.Length <= dialect.MaxDatagram() - messageForm.Growth && Complete(job, buffer, writer.Length);
    }

    private static bool Complete(EncryptionJob job, byte[] bytes, int length)
    {
        var delivery = job.Delivery;
        delivery.Bytes = bytes;
        delivery.Repeated = null;
        delivery.Length = length;
        delivery.Report = delivery.Report with { Suite = job.Suite };
        delivery.EncryptedFor = job.Recipient.Key;
        return true;
    }

    private static byte[] Plaintext(Delivery delivery, bool hidesLists)
    {
        var messageForm = delivery.MessageForm;
        var recipients = delivery.RecipientNames();
        string text = delivery.Message.Text;
        var buffer = new byte[messageForm.MaxLength(text) + recipients.Count * MaxRecipientLength + MessageEncoder.Padding];
        var writer = new PacketWriter(buffer);
        EnvelopeContentWriter.Write(
            ref writer, text, messageForm.Encoding, hidesLists ? messageForm.Entries : [], hidesLists ? recipients : []);
        return buffer.AsSpan(0, writer.Length).ToArray();
    }

    // Announced flags are not signed, but pinned capabilities are safe: a client with PlainFileBody reads hidden lists too.
    private static bool HidesLists(Delivery delivery, Member? recipient, KnownKey key) =>
        ((recipient?.Status & EntryFlags.CanEncryptLists) is not (null or EntryFlags.None)
            || (key.Capabilities & Capabilities.PlainFileBody) != 0)
        && (delivery.MessageForm.HasList || delivery.Recipients.Count > 1);

    private int BodyLength(CipherSuite suite, PublicKey recipient, int plaintext) =>
        EnvelopeEncryptor.BodyLength(plaintext, suite, recipient, Own.Usual?.Public);
}
