using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>Leave to send one offered file over one connection; its bytes never pass through the member.</summary>
public sealed class Transfer
{
    private volatile bool _isCancelled;

    internal Transfer(Offer offer, FileRequest request, Encoding names, byte[]? key, string numberText)
    {
        Key = key;
        NumberText = numberText;
        Offer = offer;
        Request = request;
        NameEncoding = names;
    }

    /// <summary>What is sent, and to whom.</summary>
    public Offer Offer { get; }

    /// <summary>What was asked for: a file's bytes from an offset on (R80), or a stream of records (R81, R83).</summary>
    public FileRequest Request { get; }

    /// <summary>
    /// The encoding of names in a stream: by the flag of the request (R93), and without it as its sender reads our messages.
    /// </summary>
    public Encoding NameEncoding { get; }

    /// <summary>
    /// The key for <see cref="TransferCipher"/>, through which everything that is sent has to go; null for plain contents (R91).
    /// </summary>
    public byte[]? Key { get; }

    /// <summary>The request's packet number as its digits came: the cipher's first counter.</summary>
    public string NumberText { get; }

    /// <summary>True once the offer has ended: whoever sends has to stop.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Tells how far it is, for those who look at the offer. From the one thread that sends.</summary>
    /// <param name="bytes">Bytes sent over this connection so far.</param>
    public void ReportSent(long bytes) => Offer.BytesSent = bytes;

    internal void Cancel() => _isCancelled = true;
}
