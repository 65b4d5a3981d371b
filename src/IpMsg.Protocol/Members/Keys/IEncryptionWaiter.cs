using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>Holds a delivery until its encryption is complete.</summary>
internal interface IEncryptionWaiter
{
    /// <summary>Sends the delivery.</summary>
    void Ready(Delivery delivery);

    /// <summary>Ends the delivery without sending it.</summary>
    void GiveUp(Delivery delivery, DeliveryStatus status, string? reason);
}
