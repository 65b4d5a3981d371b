using System.Net;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members;

/// <summary>One datagram that a member wants sent.</summary>
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

    /// <summary>Where it goes.</summary>
    public IPEndPoint To { get; }

    /// <summary>Its bytes: the first <see cref="Length"/> of this. Not to be changed.</summary>
    public byte[] Buffer { get; }

    /// <summary>Its length in bytes.</summary>
    public int Length { get; }

    /// <summary>True when the buffer is to be given back to the shared array pool once it is sent.</summary>
    public bool IsPooled { get; }

    /// <summary>
    /// The delivery that it belongs to; null when it is no message of the user. What the system refuses ends the delivery.
    /// </summary>
    public Delivery? Delivery { get; }
}
