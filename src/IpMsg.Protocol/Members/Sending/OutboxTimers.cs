using System.Net;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>Fires when the pacer lets messages leave again.</summary>
internal sealed class PacerTimer(Outbox outbox) : ProtocolTimer
{
    internal override void OnExpired() => outbox.Pump();
}

/// <summary>Fires at the next transmission of a message.</summary>
internal sealed class RepeatTimer(Outbox outbox, IPEndPoint to, uint number) : ProtocolTimer
{
    internal override void OnExpired() => outbox.Repeat(to, number);
}

/// <summary>Fires when the user no longer waits for the confirmation of a message.</summary>
internal sealed class DeliveryTimeout(Outbox outbox, OutgoingEncryption outgoingEncryption, Delivery delivery) : ProtocolTimer
{
    internal override void OnExpired() => outgoingEncryption.Expire(delivery, outbox);
}
