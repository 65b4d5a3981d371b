using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>Reads and writes capabilities: hex, in either case (R73).</summary>
internal static class CapabilityText
{
    /// <summary>Returns false unless the text is a hex number of up to 32 bits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Capabilities capabilities)
    {
        bool isRead = NumberText.TryReadHex(text, out ulong value) && value <= uint.MaxValue;
        capabilities = isRead ? (Capabilities)value : Capabilities.None;
        return isRead;
    }

    /// <summary>Writes upper-case hex, as the reference client does in key answers and envelopes.</summary>
    public static void Write(ref PacketWriter writer, Capabilities capabilities)
    {
        bool isWriting = false;
        for (int shift = 28; shift >= 0; shift -= 4)
        {
            int digit = (int)((uint)capabilities >> shift & 0xF);
            isWriting |= digit != 0 || shift == 0;
            if (isWriting)
                writer.Byte("0123456789ABCDEF"u8[digit]);
        }
    }
}
