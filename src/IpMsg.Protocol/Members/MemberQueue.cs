using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members;

/// <summary>Sends messages that are kept on the disk until they are confirmed.</summary>
internal static class MemberQueue
{
    /// <summary>Writes the delivery of a message of which an earlier process has sent a datagram; see <see cref="SentDatagram"/>.</summary>
    internal static EncodedMessage Recompose(
        this MemberMachine machine, Moment now, OutgoingMessage message, IPEndPoint to, SentDatagram earlier) =>
        machine.At(now).Parts.MessageEncoder.Compose(message, [to], isBroadcast: false, earlier);

    /// <summary>
    /// True when a delivery may leave. A queued one has to be on the disk before, with its number and its bytes: after a kill it is
    /// repeated as it was.
    /// </summary>
    internal static bool IsOnDisk(MemberContext context, Delivery delivery)
    {
        if (!delivery.IsPersisted)
            context.Outputs.Raise(new DeliveryPersistRequested(delivery));
        return delivery.IsPersisted;
    }

    /// <summary>Reports that a delivery is on the disk (<see cref="DeliveryPersistRequested"/>); its datagram leaves.</summary>
    internal static void Persisted(this MemberMachine machine, Moment now, Delivery delivery)
    {
        if (delivery.IsPersisted)
            return;
        delivery.IsPersisted = true;
        machine.At(now).Parts.Outbox.Ready(delivery);
    }

    /// <summary>
    /// Marks a delivery that has ended without a confirmation, or was not begun, as one that is sent later. False when it was confirmed
    /// meanwhile, or is under way.
    /// </summary>
    internal static bool MarkQueued(this MemberMachine machine, Delivery delivery)
    {
        if (delivery.IsUnderWay || delivery.Status is DeliveryStatus.Confirmed or DeliveryStatus.Sent)
            return false;
        delivery.Report = delivery.Report with { Status = DeliveryStatus.Queued };
        return true;
    }

    /// <summary>Ends a queued delivery of an earlier attempt as a later attempt has ended.</summary>
    internal static void EndQueued(this MemberMachine machine, Delivery delivery, DeliveryReport report)
    {
        if (delivery is { IsUnderWay: false, Status: DeliveryStatus.Queued })
            delivery.Report = report;
    }

    /// <summary>Tells the observer of a delivery that was not begun that it is queued.</summary>
    internal static void RaiseQueued(this MemberMachine machine, Moment now, IReadOnlyList<Delivery> deliveries)
    {
        foreach (var each in deliveries)
        {
            if (machine.MarkQueued(each))
                machine.At(now).Outputs.Raise(new DeliveryChanged(each, DeliveryChange.Unconfirmed));
        }
    }

    /// <summary>A delivery to somebody who is not present: it has no datagram, and is queued.</summary>
    internal static Delivery Absent(OutgoingMessage message, IPEndPoint place) =>
        new(message, place, null, 0, MessageForm.None) { Report = new DeliveryReport { Status = DeliveryStatus.Queued } };
}
