using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// A received encrypted message to decrypt outside the state machine, because this takes milliseconds.
/// </summary>
public sealed class EncryptedArrival
{
    private readonly byte[] _datagram;
    private byte[]? _packet;

    internal EncryptedArrival(byte[] datagram, IPEndPoint from, Envelope envelope, string numberText, DuplicateKey key, long order)
    {
        _datagram = datagram;
        From = from;
        Envelope = envelope;
        NumberText = numberText;
        Key = key;
        Order = order;
    }

    /// <summary>
    /// The sender. Decrypt the messages of an address in order, and do not let the messages of one address delay those of another. Anybody
    /// can forge the address.
    /// </summary>
    public IPEndPoint From { get; }

    /// <summary>
    /// True when a limit has refused the message before. Do not let messages without this mark delay it: clients repeat their messages, and
    /// a flood of forged ones seldom does.
    /// </summary>
    public bool IsRepeated { get; internal init; }

    /// <summary>The envelope to decrypt.</summary>
    public Envelope Envelope { get; }

    /// <summary>The length of the datagram.</summary>
    public int Length => _datagram.Length;

    /// <summary>The digits of the packet number in the header (R65).</summary>
    public string NumberText { get; }

    /// <summary>The sender's key; null when it is unknown.</summary>
    public PublicKey? SenderKey { get; internal set; }

    /// <summary>Decrypts and verifies the signature on any thread; takes milliseconds. Null after any error (R70).</summary>
    /// <param name="own">The own keys.</param>
    /// <param name="allowsWeak">True to accept weak suites too.</param>
    public DecryptedEnvelope? Decrypt(OwnKeys own, bool allowsWeak) =>
        IsIpDict
            ? IpDictDecryptor.Decrypt(Envelope, Lines, own)
            : EnvelopeDecryptor.Decrypt(Envelope, Encoding.ASCII.GetBytes(NumberText), own, SenderKey, allowsWeak);

    /// <summary>True for a dictionary, whose names and options are certain when it is decrypted and verified.</summary>
    internal bool IsIpDict => Envelope.IsIpDict;

    /// <summary>
    /// True for a dictionary that an earlier process has stored: it is decrypted for the number that its repetition confirms.
    /// </summary>
    internal bool IsStored { get; init; }

    /// <summary>The trailer of a dictionary.</summary>
    internal byte[] Lines { get; init; } = [];

    internal DuplicateKey Key { get; }

    internal long Order { get; }

    /// <summary>The time of its arrival, in monotonic milliseconds.</summary>
    internal long ArrivedAt { get; init; }

    /// <summary>
    /// The packet, read again from the copied datagram: the slices of the receive buffer are no longer valid. That of a dictionary is known
    /// when it is decrypted.
    /// </summary>
    internal Packet Packet
    {
        get
        {
            PacketReader.TryRead(_packet ?? _datagram, out var packet);
            return packet with { Whole = _datagram };
        }
    }

    /// <summary>Sets the packet of a decrypted dictionary.</summary>
    internal void SetPacket(IpDictMessage message) => _packet = message.Packet;
}
