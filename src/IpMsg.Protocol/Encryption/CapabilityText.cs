using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>Capabilities as they travel: in hex, read in both cases (R73).</summary>
public static class CapabilityText
{
    /// <summary>False when it is no hex number of 32 bits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Capabilities capabilities)
    {
        bool isRead = HexNumber.TryRead(text, out ulong value) && value <= uint.MaxValue;
        capabilities = isRead ? (Capabilities)value : Capabilities.None;
        return isRead;
    }

    /// <summary>Writes them in upper case, as the reference client does in answers and in front of ciphertexts.</summary>
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
