using System;
using System.Net;

namespace IpMsg.Testing;

/// <summary>Anything with an address on a <see cref="SimulatedLan"/>.</summary>
public interface ILanStation
{
    /// <summary>Its address and port.</summary>
    IPEndPoint EndPoint { get; }

    /// <summary>Stations of different segments do not hear each other; change it to cut the network in two and mend it again.</summary>
    int Segment { get; }

    /// <summary>A datagram reached it.</summary>
    void Receive(ReadOnlySpan<byte> datagram, IPEndPoint from);

    /// <summary>The time it asked for with <see cref="SimulatedLan.WakeAt"/> has come.</summary>
    void Wake(long due);
}
