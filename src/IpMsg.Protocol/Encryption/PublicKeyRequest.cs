using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>The body of IPMSG_GETPUBKEY: the capabilities of the asking member (R57).</summary>
public static class PublicKeyRequest
{
    /// <summary>Reads the body. Returns false when it does not start with a hex number. Ignores everything after a colon.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Capabilities capabilities)
    {
        int colon = body.IndexOf((byte)':');
        return CapabilityText.TryRead((colon < 0 ? body : body.Slice(0, colon)).TrimEnd((byte)' '), out capabilities);
    }

    /// <summary>Writes the body in lower case, as the reference client does.</summary>
    public static void Write(ref PacketWriter writer, Capabilities capabilities) => writer.Hex((uint)capabilities);
}
