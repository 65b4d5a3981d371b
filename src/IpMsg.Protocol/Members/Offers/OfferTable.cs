using System.Collections.Generic;
using System.Net;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>
/// The offers of sent messages. The recipient may download them any number of times until the offer ends (R84, R89). Authorises
/// IPMSG_GETFILEDATA and IPMSG_GETDIRFILES, and handles IPMSG_RELEASEFILES (R88).
/// </summary>
internal sealed class OfferTable : PacketHandler
{
    // A recipient needs no more, and every transfer occupies a connection that others may need.
    private const int MaxTransfersPerOffer = 4;

    private static readonly List<Offer> s_noOffers = [];

    private readonly MemberContext _context;
    private readonly FileRequestAuthorizer _authorizer;
    private readonly OfferReleases _releases;
    private readonly Dictionary<(uint Number, uint Id), List<Offer>> _offers = [];
    private readonly HashSet<Transfer> _transfers = [];

    internal OfferTable(MemberContext context, KeyRing ring)
    {
        _context = context;
        _authorizer = new FileRequestAuthorizer(context, ring, Of, RefusePlaintext);
        _releases = new OfferReleases(context, _authorizer, new Standings(context, ring), GiveUp);
    }

    /// <summary>The addresses to which these offers went.</summary>
    internal RecipientAddresses Recipients { get; } = new();

    /// <summary>All offers that have not ended.</summary>
    internal IEnumerable<Offer> All
    {
        get
        {
            foreach (var offers in _offers.Values)
            {
                foreach (var offer in offers)
                    yield return offer;
            }
        }
    }

    /// <summary>Adds the offers of a message before it is sent.</summary>
    internal void Add(Delivery delivery)
    {
        foreach (var offer in delivery.Offers)
        {
            // A repeated message has the same offers, and an ended offer stays ended.
            if (offer.HasEnded || offer.Expiry is not null)
                continue;
            if (!_offers.TryGetValue(KeyOf(offer), out var offers))
                _offers[KeyOf(offer)] = offers = [];
            offers.Add(offer);
            Recipients.Add(delivery.To.Address);
            offer.Report = offer.Report with { MadeAt = _context.Now.Wall, ExpiresAt = _context.Now.Wall + delivery.Message.OfferLifetime };
            offer.Expiry = new Expiry(this, offer);
            _context.SetTimer(offer.Expiry, (long)delivery.Message.OfferLifetime.TotalMilliseconds);
        }
    }

    /// <summary>Removes the offers of a message that was not sent.</summary>
    internal void Remove(Delivery delivery)
    {
        foreach (var offer in delivery.Offers)
        {
            if (offer.Expiry is null || offer.HasEnded)
                continue;
            TimerQueue.Clear(offer.Expiry);
            offer.Expiry = null;
            Forget(offer);
        }
    }

    /// <summary>Begins a transfer; null when the connection must be closed without a reply (R84).</summary>
    /// <param name="packet">The request.</param>
    /// <param name="decrypted">Its decrypted body; null when it is not encrypted.</param>
    /// <param name="from">The address of the peer.</param>
    internal Transfer? Begin(in Packet packet, DecryptedEnvelope? decrypted, IPAddress from) =>
        _context.IsLeaving || _authorizer.Authorize(packet, decrypted, from) is not { } granted
            ? null
            : Begin(granted.Offer, granted.Request, packet, granted.Key);

    private List<Offer> Of(FileRequest request) =>
        _offers.TryGetValue((request.OfferNumber, request.FileId), out var offers) ? offers : s_noOffers;

    /// <summary>Handles the end of a transfer.</summary>
    internal void End(Transfer transfer, TransferResult result)
    {
        if (!_transfers.Remove(transfer))
            return;
        var offer = transfer.Offer;
        offer.Transfers--;
        int taken = result.Failure is null ? offer.Taken + 1 : offer.Taken;
        var report = offer.Report with { EndedAt = _context.Now.Wall, Taken = taken };
        offer.Report = offer.HasEnded ? report : report with
        {
            Reason = result.Failure ?? result.Remark,
            State = offer.Transfers > 0 ? OfferState.Sending : taken > 0 ? OfferState.Taken : OfferState.Waiting,
            IsIncomplete = result.Failure is null ? result.IsIncomplete : report.IsIncomplete,
            ReplacedNames = result.Failure is null ? result.ReplacedNames : report.ReplacedNames,
            IsSourceLost = result.IsSourceLost,
        };
        if (offer is { IsGivenUp: true, Transfers: 0 })
            Release(offer);
        else
            _context.Outputs.Raise(new OfferChanged(offer, offer.State));
    }

    /// <summary>Handles IPMSG_RELEASEFILES: ends the offers of a message to the sender of the packet (R88).</summary>
    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        if (!PacketNumber.TryRead(packet.Body, out uint number))
            return;
        var offers = new List<Offer>();
        foreach (var offer in All)
        {
            if (offer.Delivery.Number == number)
                offers.Add(offer);
        }
        if (offers.Count > 0)
            _releases.Handle(packet, from, offers);
    }

    /// <summary>Ends offers that their recipient has released.</summary>
    /// <param name="released">The offers.</param>
    /// <param name="isUnproved">True when nothing proves that it was the recipient (R124).</param>
    private void GiveUp(IReadOnlyList<Offer> released, bool isUnproved)
    {
        foreach (var offer in released)
        {
            if (offer.HasEnded)
                continue;
            offer.IsGivenUpUnproved = isUnproved;
            // The packet may arrive before the end of a complete transfer.
            if (offer.Transfers > 0)
                offer.IsGivenUp = true;
            else
                Release(offer);
        }
    }

    private void Release(Offer offer)
    {
        if (offer.IsGivenUpUnproved)
            offer.Report = offer.Report with { IsReleaseUnproved = true };
        End(offer, OfferState.Released,
            offer.IsGivenUpUnproved ? "The recipient gave it up, which nothing proves." : "The recipient gave it up.");
    }

    internal void Withdraw(Offer offer) => End(offer, OfferState.Withdrawn, "It was withdrawn.");

    internal void WithdrawAll()
    {
        foreach (var offer in new List<Offer>(All))
            End(offer, OfferState.Withdrawn, "The listener was stopped.");
    }

    private Transfer? Begin(Offer offer, FileRequest request, in Packet packet, byte[]? key)
    {
        bool asksForFile = request.Command == Command.GetFileData;
        bool isWrong = asksForFile
            ? offer.Attachment.Kind == FileKind.Folder || request.Offset > offer.Attachment.Size
            : offer.Attachment.Kind == FileKind.Image;
        if (isWrong || offer.IsGivenUp || offer.Transfers >= MaxTransfersPerOffer)
            return null;
        var encoding = packet.IsUtf8 ? TextCodec.Utf8 : EncodingOf(offer.Delivery);
        var transfer = new Transfer(offer, request, encoding, key, PacketNumber.Text(packet.Number));
        _transfers.Add(transfer);
        offer.Transfers++;
        offer.CountSent(0, null);
        offer.Report = offer.Report with
        {
            State = OfferState.Sending,
            BeganAt = _context.Now.Wall,
            Reason = null,
            IsPlaintextRefused = false,
        };
        _context.Outputs.Raise(new OfferChanged(offer, offer.State));
        return transfer;
    }

    // What a client asks for is a setting of it, so it holds for all files of the message. A client may stop at the first refusal.
    private void RefusePlaintext(Offer refused)
    {
        foreach (var offer in refused.Delivery.Offers)
        {
            // A client repeats its request. The user needs one event.
            if (offer.State != OfferState.Waiting || offer.Report.IsPlaintextRefused)
                continue;
            offer.Report = offer.Report with
            {
                Reason = "The recipient's client asks for unencrypted contents, and encryption is required.",
                IsPlaintextRefused = true,
            };
            _context.Outputs.Raise(new OfferChanged(offer, offer.State));
        }
    }

    // Some clients set no UTF-8 flag and read names in folders in the encoding of messages: iptux in UTF-8, FeiQ in GBK. A plain address
    // may have become a member since.
    private Encoding EncodingOf(Delivery delivery)
    {
        var member = _context.Roster.At(delivery.To) ?? delivery.Member;
        var codec = _context.Settings.Codec;
        return member is null ? codec.CodePage : codec.WriteTo(EntryFlags.None, member.ObservedEncoding, member.Dialect, out _);
    }

    private void End(Offer offer, OfferState state, string reason)
    {
        if (offer.HasEnded)
            return;
        offer.Report = offer.Report with { State = state, Reason = reason };
        if (offer.Expiry is { } expiry)
            TimerQueue.Clear(expiry);
        Forget(offer);
        foreach (var transfer in _transfers)
        {
            if (transfer.Offer == offer)
                transfer.Cancel();
        }
        _context.Outputs.Raise(new OfferChanged(offer, offer.State));
    }

    private void Forget(Offer offer)
    {
        if (!_offers.TryGetValue(KeyOf(offer), out var offers) || !offers.Remove(offer))
            return;
        Recipients.Remove(offer.Delivery.To.Address);
        if (offers.Count == 0)
            _offers.Remove(KeyOf(offer));
    }

    private static (uint, uint) KeyOf(Offer offer) => (offer.Delivery.Number, offer.Attachment.Id);

    private sealed class Expiry(OfferTable table, Offer offer) : ProtocolTimer
    {
        internal override void OnExpired() => table.End(offer, OfferState.Expired, "Its time was over.");
    }
}
