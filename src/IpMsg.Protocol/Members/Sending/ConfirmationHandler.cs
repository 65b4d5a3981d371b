using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// Handles what comes back for messages that we sent (R44 to R46, R50, R52): IPMSG_RECVMSG, IPMSG_READMSG, which it answers with
/// IPMSG_ANSREADMSG, and IPMSG_DELMSG.
/// </summary>
internal sealed class ConfirmationHandler
{
    private readonly MemberContext _context;
    private readonly Outbox _outbox;
    private readonly SentHistory _history;

    internal ConfirmationHandler(MemberContext context, Outbox outbox, SentHistory history)
    {
        _context = context;
        _outbox = outbox;
        _history = history;
    }

    internal void Handle(in Packet packet, IPEndPoint from)
    {
        bool hasNumber = PacketNumber.TryRead(packet.Body, out uint number);
        switch (packet.Command)
        {
            case Command.ReceiveMessage when hasNumber:
                OnConfirmed(from, number);
                break;
            case Command.ReadMessage:
                if (hasNumber)
                    OnRead(_history.Find(from, number));
                // Answered each time, by the number in the notice's own header, or its sender goes on repeating it (R50).
                if ((packet.MessageFlags & MessageFlags.ReadCheck) != 0)
                    _context.PacketSender.SendAscii(from, Command.AnswerReadMessage, 0, packet.Number);
                break;
            case Command.DeleteMessage when hasNumber:
                OnDiscarded(_history.Find(from, number));
                break;
        }
    }

    private void OnConfirmed(IPEndPoint from, uint number)
    {
        if (_outbox.Confirm(from, number) || _history.Find(from, number) is not { Status: DeliveryStatus.Unconfirmed, IsUnderWay: false } late)
            return;
        // Better late than never: it did arrive, and saying so keeps the user from sending it twice.
        late.Report = late.Report with { Status = DeliveryStatus.Confirmed, Reason = null, RoundTrip = _context.Now.Elapsed - late.FirstSentAt.Elapsed };
        _context.Counters.Confirmed++;
        _context.Counters.Unconfirmed--;
        _context.Outputs.Raise(new DeliveryChanged(late, DeliveryChange.Confirmed));
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
