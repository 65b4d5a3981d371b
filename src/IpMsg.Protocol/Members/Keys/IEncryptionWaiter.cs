using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>Something that holds a delivery until its encryption is decided and done.</summary>
internal interface IEncryptionWaiter
{
    /// <summary>The delivery may go out now.</summary>
    void Ready(Delivery delivery);

    /// <summary>The delivery must not go out.</summary>
    void GiveUp(Delivery delivery, DeliveryStatus status, string? reason);
}
