using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// Finds the delivery that an IPMSG_RECVMSG, IPMSG_READMSG or IPMSG_DELMSG is about (R45). Only deliveries that were transmitted are found.
/// </summary>
internal sealed class DeliveryFinder
{
    private readonly MemberContext _context;
    private readonly SentHistory _history;
    private readonly Announcer _announcer;

    // The source address may be forged, and an entry is longer than a confirmation.
    private readonly RateLimiter _introductions = new(1, 1_000);

    internal DeliveryFinder(MemberContext context, SentHistory history, Announcer announcer)
    {
        _context = context;
        _history = history;
        _announcer = announcer;
    }

    /// <summary>
    /// The delivery of that number to the sender of the packet. A member with several addresses may answer from another one than the
    /// message went to. Then the names have to be the recipient's, and the address one at which the recipient is known. An address that is
    /// not known gets an entry: the answer to it makes the next repetition of the packet count.
    /// </summary>
    internal Delivery? Find(in Packet packet, IPEndPoint from, uint number)
    {
        bool isConfirmation = packet.Command == Command.ReceiveMessage;
        if (_history.Find(from, number) is { } direct)
            return isConfirmation ? Proven(direct, packet, from) : direct;
        Delivery? unnamed = null;
        bool isAmbiguous = false;
        foreach (var delivery in _history.WithNumber(number))
        {
            if ((delivery.Member ?? _context.Roster.At(delivery.To)) is not { } recipient)
            {
                isAmbiguous = unnamed is not null;
                unnamed = delivery;
            }
            else if (PacketNames.AreOf(recipient, packet, _context.Settings.Codec))
            {
                // The proof shows that the datagram was received, so the address does not matter.
                return isConfirmation && delivery.NeedsProof ? Proven(delivery, packet, from)
                    : IsKnownAt(recipient, from) ? delivery
                    : null;
            }
        }
        return unnamed is not null && !isAmbiguous && IsMemberAt(packet, from) ? unnamed : null;
    }

    // Without the proof it is a guess, or another client has the address and its entry got lost: the answer to an entry shows which (R107).
    private Delivery? Proven(Delivery delivery, in Packet packet, IPEndPoint from)
    {
        if (delivery.IsProvenBy(packet))
            return delivery;
        Introduce(from);
        return null;
    }

    private bool IsKnownAt(Member recipient, IPEndPoint from)
    {
        if (_context.Roster.IsKnownAt(recipient, from))
            return true;
        Introduce(from);
        return false;
    }

    // The recipient was an address without a name, and no member is known there: the number, which went nowhere else, connects the two.
    private bool IsMemberAt(in Packet packet, IPEndPoint from)
    {
        if (_context.Roster.At(from) is { } member)
            return PacketNames.AreOf(member, packet, _context.Settings.Codec);
        Introduce(from);
        return false;
    }

    private void Introduce(IPEndPoint to)
    {
        if (_introductions.TryCount(to.Address, _context.Now) && _context.AnswerLimits.TryAsk(to))
            _announcer.Ask(to, isAnswer: true);
    }
}
