using System.Net;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// Handles the replies to sent messages (R44 to R46, R50, R52): IPMSG_RECVMSG, IPMSG_READMSG, which it answers with IPMSG_ANSREADMSG, and
/// IPMSG_DELMSG.
/// </summary>
internal sealed class ConfirmationHandler : PacketHandler
{
    private readonly MemberContext _context;
    private readonly Outbox _outbox;
    private readonly KeyRing _ring;
    private readonly DeliveryFinder _finder;

    internal ConfirmationHandler(MemberContext context, Outbox outbox, KeyRing ring, DeliveryFinder finder)
    {
        _ring = ring;
        _context = context;
        _outbox = outbox;
        _finder = finder;
    }

    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        bool hasNumber = PacketNumber.TryRead(packet.Body, out uint number);
        switch (packet.Command)
        {
            case Command.ReceiveMessage when hasNumber:
                OnConfirmed(packet, from, number);
                break;
            case Command.ReadMessage:
                if (hasNumber)
                    OnRead(_finder.Find(packet, from, number));
                // Every repetition gets an answer with the number of its header, because the sender repeats it until then (R50).
                if ((packet.MessageFlags & MessageFlags.ReadCheck) != 0)
                    _context.PacketSender.SendAscii(from, Command.AnswerReadMessage, 0, packet.Number, isAnswer: true);
                break;
            case Command.DeleteMessage when hasNumber:
                OnDiscarded(_finder.Find(packet, from, number));
                break;
        }
    }

    private void OnConfirmed(in Packet packet, IPEndPoint from, uint number)
    {
        if (_finder.Find(packet, from, number) is not { } delivery)
        {
            OnWrongNumber(packet, from);
            return;
        }
        if (delivery.EncryptedFor is { } key && (_context.Roster.At(delivery.To) ?? delivery.Member) is { } recipient)
            _ring.OnConfirmed(recipient.UserName, recipient.HostName, key);
        // A member with several addresses may confirm from another one.
        _context.Roster.OnAnswer(delivery.To);
        _context.Roster.At(delivery.To)?.OnConfirmation(_context.Now);
        _context.Roster.OnProof(delivery.To);
        _context.AnswerLimits.Release(delivery.To);
        if (delivery.IsUnderWay)
            _outbox.Confirm(delivery, packet);
        else if (delivery.Status is DeliveryStatus.Unconfirmed or DeliveryStatus.Queued)
            OnConfirmedLate(delivery);
    }

    // A guess under the name or the address of a member, or the confirmation of an old message.
    private void OnWrongNumber(in Packet packet, IPEndPoint from)
    {
        _context.Counters.WrongConfirmations++;
        (_context.Roster.At(from) ?? _context.Roster.FindByNames(packet))?.CountWrongConfirmation();
    }

    // The event keeps the user from sending the message twice.
    private void OnConfirmedLate(Delivery delivery)
    {
        delivery.Report = delivery.Report with
        {
            Status = DeliveryStatus.Confirmed,
            Reason = null,
            RoundTrip = _context.Now.Elapsed - delivery.FirstSentAt.Elapsed,
        };
        _context.Counters.Confirmed++;
        _context.Counters.Unconfirmed--;
        _context.Outputs.Raise(new DeliveryChanged(delivery, DeliveryChange.Confirmed));
    }

    private void OnRead(Delivery? delivery)
    {
        if (delivery is not { Message.IsSealed: true, OpenedAt: null })
            return;
        delivery.Report = delivery.Report with { OpenedAt = _context.Now.Wall };
        _context.Outputs.Raise(new DeliveryChanged(delivery, DeliveryChange.Opened));
    }

    private void OnDiscarded(Delivery? delivery)
    {
        if (delivery is not { Message.IsSealed: true, OpenedAt: null, DiscardedAt: null })
            return;
        delivery.Report = delivery.Report with { DiscardedAt = _context.Now.Wall };
        _context.Outputs.Raise(new DeliveryChanged(delivery, DeliveryChange.Discarded));
    }
}
