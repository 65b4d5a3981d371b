using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// An encrypted message that has arrived and is to be decrypted outside the member, which costs too much time to be done inside.
/// </summary>
public sealed class EncryptedArrival
{
    private readonly byte[] _datagram;

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
    /// Where it came from. Those of one sender are to be decrypted in their order, and nobody's flood may hold up another's.
    /// </summary>
    public IPEndPoint From { get; }

    /// <summary>What is to be opened.</summary>
    public Envelope Envelope { get; }

    /// <summary>The length of the datagram.</summary>
    public int Length => _datagram.Length;

    /// <summary>The packet number's digits as in the header (R65).</summary>
    public string NumberText { get; }

    /// <summary>The sender's key; null while it is not known.</summary>
    public PublicKey? SenderKey { get; internal set; }

    /// <summary>Decrypts and checks the signature. From any thread; takes milliseconds. Null whatever is wrong (R70).</summary>
    /// <param name="own">Our keys.</param>
    /// <param name="allowsWeak">True when weak suites are read as well.</param>
    public DecryptedEnvelope? Decrypt(OwnKeys own, bool allowsWeak) =>
        EnvelopeDecryptor.Decrypt(Envelope, Encoding.ASCII.GetBytes(NumberText), own, SenderKey, allowsWeak);

    internal DuplicateKey Key { get; }

    internal long Order { get; }

    /// <summary>When it came, in monotonic milliseconds.</summary>
    internal long ArrivedAt { get; init; }

    /// <summary>The packet, read once more: what was a slice of the receive buffer is gone.</summary>
    internal Packet Packet
    {
        get
        {
            PacketReader.TryRead(_datagram, out var packet);
            return packet;
        }
    }
}
