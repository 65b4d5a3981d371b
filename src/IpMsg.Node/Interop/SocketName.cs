using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IpMsg.Node.Interop;

/// <summary>An endpoint as Linux represents it: struct sockaddr_in for IPv4, struct sockaddr_in6 for IPv6.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SocketName
{
    private const int InterNetwork = 2, InterNetworkV6 = 10; // AF_INET, AF_INET6
    private const int IPv4Length = 16, IPv6Length = 28;

    private ushort _family;
    private ushort _port;
    private uint _addressOrFlow;
    private fixed byte _address[16];
    private uint _scope;

    /// <summary>The length of the structure that the system uses for this address, in bytes.</summary>
    internal readonly int Length => _family == InterNetwork ? IPv4Length : IPv6Length;

    /// <summary>Converts an endpoint.</summary>
    internal static SocketName Of(IPEndPoint endPoint)
    {
        var name = default(SocketName);
        name._port = Swapped((ushort)endPoint.Port);
        byte[] bytes = endPoint.Address.GetAddressBytes();
        if (endPoint.AddressFamily == AddressFamily.InterNetwork)
        {
            name._family = InterNetwork;
            name._addressOrFlow = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            return name;
        }
        name._family = InterNetworkV6;
        for (int i = 0; i < bytes.Length; i++)
            name._address[i] = bytes[i];
        name._scope = (uint)endPoint.Address.ScopeId;
        return name;
    }

    /// <summary>Converts back; null for another family.</summary>
    internal readonly IPEndPoint? ToEndPoint()
    {
        if (_family == InterNetwork)
            return new IPEndPoint(_addressOrFlow, Swapped(_port));
        if (_family != InterNetworkV6)
            return null;
        byte[] bytes = new byte[16];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = _address[i];
        return new IPEndPoint(new IPAddress(bytes, _scope), Swapped(_port));
    }

    /// <summary>True for the same family, port and address.</summary>
    internal readonly bool IsSame(in SocketName other)
    {
        if (_family != other._family || _port != other._port)
            return false;
        if (_family == InterNetwork)
            return _addressOrFlow == other._addressOrFlow;
        fixed (byte* mine = _address, others = other._address)
            return _scope == other._scope && new ReadOnlySpan<byte>(mine, 16).SequenceEqual(new ReadOnlySpan<byte>(others, 16));
    }

    private static ushort Swapped(ushort value) => BinaryPrimitives.ReverseEndianness(value);
}
