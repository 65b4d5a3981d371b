using System.Net;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Protocol.Members;

/// <content>Who fetches what was offered, and what we fetch ourselves.</content>
public sealed partial class MemberMachine
{
    /// <summary>The key by which an encrypted file request is to be checked; null when its sender's is not known.</summary>
    public PublicKey? KeyOf(FileRequestAssembler request) => request.TryRead(out var packet) ? _reader.KeyOf(packet) : null;

    /// <summary>A connection asks for a file. Null when it is to be closed without a word (R84).</summary>
    /// <param name="now">The time.</param>
    /// <param name="request">The request as it arrived.</param>
    /// <param name="decrypted">Its body, decrypted; null when it is not encrypted, or could not be decrypted.</param>
    /// <param name="from">Who asks.</param>
    public Transfer? BeginTransfer(Moment now, FileRequestAssembler request, DecryptedEnvelope? decrypted, IPAddress from)
    {
        _context.Now = now;
        return request.TryRead(out var packet) ? _offers.Begin(packet, decrypted, from) : null;
    }

    /// <summary>A transfer has ended.</summary>
    /// <param name="now">The time.</param>
    /// <param name="transfer">The transfer.</param>
    /// <param name="failure">Why it failed; null when the recipient has everything.</param>
    /// <param name="remark">What was left out of a folder although it did not fail; null when nothing was.</param>
    public void EndTransfer(Moment now, Transfer transfer, string? failure, string? remark = null)
    {
        _context.Now = now;
        _offers.End(transfer, failure, remark);
    }

    /// <summary>Takes an offer back; without effect when it has ended.</summary>
    public void Withdraw(Moment now, Offer offer)
    {
        _context.Now = now;
        _offers.Withdraw(offer);
    }

    /// <summary>A packet number for a request over a connection of our own (R78).</summary>
    public uint DrawNumber(Moment now)
    {
        _context.Now = now;
        return _context.NextNumber();
    }
}
