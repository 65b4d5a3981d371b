using System;
using IpMsg.Protocol.Members;

namespace IpMsg.Testing;

/// <summary>Packet numbers as <see cref="IPacketNumbers"/> asks for them: the time, or one more than the last (R12).</summary>
public sealed class RisingNumbers : IPacketNumbers
{
    private uint _last;

    public uint Next(Moment now) => _last = Math.Max((uint)now.Wall.ToUnixTimeSeconds(), _last + 1);
}
