using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>
/// The bits of an address, most significant first. An IPv4-mapped IPv6 address counts as IPv4; scopes are ignored.
/// </summary>
internal readonly struct AddressBits : IEquatable<AddressBits>
{
    private readonly ulong _high, _low;

    private AddressBits(ulong high, ulong low, int length)
    {
        _high = high;
        _low = low;
        Length = length;
    }

    /// <summary>32 or 128.</summary>
    internal int Length { get; }

    internal static AddressBits Of(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            // The property is obsolete because it throws for IPv6. Here the address is IPv4, and the property avoids an allocation for
            // every datagram.
#pragma warning disable CS0618
            int number = unchecked((int)address.Address);
#pragma warning restore CS0618
            return OfIPv4((uint)IPAddress.NetworkToHostOrder(number));
        }
        ReadOnlySpan<byte> bytes = address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6
            ? OfIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(12)))
            : new AddressBits(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(8)), 128);
    }

    /// <summary>The first <paramref name="count"/> bits, followed by zeros.</summary>
    internal AddressBits First(int count) => new(_high & Mask(count), _low & Mask(count - 64), Length);

    public bool Equals(AddressBits other) => _high == other._high && _low == other._low && Length == other.Length;

    public override bool Equals(object? other) => other is AddressBits bits && Equals(bits);

    public override int GetHashCode() => (_high ^ _low).GetHashCode();

    private static AddressBits OfIPv4(uint number) => new((ulong)number << 32, 0, 32);

    private static ulong Mask(int ones) => ones <= 0 ? 0 : ones >= 64 ? ulong.MaxValue : ulong.MaxValue << (64 - ones);
}
