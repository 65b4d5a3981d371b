using System.Net;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members;

/// <summary>A datagram to send.</summary>
public readonly struct Transmit
{
    internal Transmit(IPEndPoint to, byte[] buffer, int length, bool isPooled, Delivery? delivery = null)
    {
        To = to;
        Buffer = buffer;
        Length = length;
        IsPooled = isPooled;
        Delivery = delivery;
    }

    /// <summary>The destination.</summary>
    public IPEndPoint To { get; }

    /// <summary>A buffer whose first <see cref="Length"/> bytes are the datagram. Do not change it.</summary>
    public byte[] Buffer { get; }

    /// <summary>The length of the datagram in bytes.</summary>
    public int Length { get; }

    /// <summary>True when the owner must return the buffer to the shared array pool after sending.</summary>
    public bool IsPooled { get; }

    /// <summary>
    /// The delivery of the datagram; null for other packets than messages. A refusal by the system ends the delivery.
    /// </summary>
    public Delivery? Delivery { get; }
}
