using System;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// The form in which a message is repeated to members of ours: with RETRYOPT in its header (R44). Its confirmation has another proof than
/// that of the first transmission, which tells to which of them a confirmation belongs.
/// </summary>
internal sealed class RepeatedCopy
{
    /// <summary>RETRYOPT adds so many digits at most to the command word of a message that asks for a proof.</summary>
    internal const int MaxGrowth = 1;

    private const int ColonsBeforeCommand = 4;

    private readonly byte[] _bytes;

    /// <summary>Copies a datagram of ours, and sets RETRYOPT in the copy.</summary>
    internal RepeatedCopy(ReadOnlySpan<byte> datagram)
    {
        if (!PacketReader.TryRead(datagram, out var packet))
        {
            _bytes = IpDictExtensions.AddRetry(datagram);
            Length = _bytes.Length;
            return;
        }
        int command = 0;
        for (int colons = 0; colons < ColonsBeforeCommand; command++)
            colons += datagram[command] == (byte)':' ? 1 : 0;
        int rest = command + datagram.Slice(command).IndexOf((byte)':');
        _bytes = new byte[datagram.Length + MaxGrowth + MessageEncoder.Padding];
        var writer = new PacketWriter(_bytes);
        writer.Bytes(datagram.Slice(0, command));
        writer.Decimal(packet.CommandWord | (uint)MessageFlags.Retry);
        writer.Bytes(datagram.Slice(rest));
        Length = writer.Length;
    }

    /// <summary>The length of the datagram without the NULs of late repetitions.</summary>
    internal int Length { get; }

    /// <summary>The datagram without these NULs.</summary>
    internal ReadOnlySpan<byte> Datagram => _bytes.AsSpan(0, Length);

    /// <summary>The repetition of a delivery, with so many NULs at the end.</summary>
    internal static Transmit Of(Delivery delivery, int padding)
    {
        var copy = delivery.Repeated ??= new RepeatedCopy(delivery.Bytes.AsSpan(0, delivery.Length));
        return new Transmit(delivery.To, copy._bytes, copy.Length + padding, isPooled: false, delivery);
    }
}
