using System;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>An authorised transfer of an offer over a connection. The owner sends the bytes itself.</summary>
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

    /// <summary>The offer.</summary>
    public Offer Offer { get; }

    /// <summary>The request: the bytes of a file from an offset (R80), or a stream of records (R81, R83).</summary>
    public FileRequest Request { get; }

    /// <summary>
    /// The encoding of names in a stream: UTF-8 with the flag of the request (R93), otherwise the encoding of messages to the peer.
    /// </summary>
    public Encoding NameEncoding { get; }

    /// <summary>
    /// The key for <see cref="TransferCipher"/>, which encrypts all sent bytes; null for plain contents (R91).
    /// </summary>
    public byte[]? Key { get; }

    /// <summary>The digits of the request's packet number, the first counter of the cipher.</summary>
    public string NumberText { get; }

    /// <summary>True after the end of the offer: the sending thread must stop.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Reports the progress. Call it from the sending thread.</summary>
    /// <param name="bytes">The number of bytes sent over this connection.</param>
    /// <param name="at">The time when the last of them was sent.</param>
    public void ReportSent(long bytes, DateTimeOffset at) => Offer.CountSent(bytes, at);

    internal void Cancel() => _isCancelled = true;
}
