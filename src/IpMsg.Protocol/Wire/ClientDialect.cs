using System;

namespace IpMsg.Protocol.Wire;

/// <summary>Groups of clients that deviate from the specification, recognised by the version field.</summary>
public enum ClientDialect
{
    /// <summary>The author's client and all that behave like it.</summary>
    Standard,
    /// <summary>iptux: always "absent", names its encoding in the entry, wants rising packet numbers (R96).</summary>
    Iptux,
    /// <summary>FeiQ and its clones: GBK, private commands (R97, R98).</summary>
    FeiQ,
    /// <summary>NeiWangTong: GBK.</summary>
    NeiWangTong,
    /// <summary>IpMsg.Net: uses capability bits for its own purposes (R100).</summary>
    IpMsgNet,
}

/// <summary>Recognises dialects and gives their limits.</summary>
internal static class ClientDialects
{
    /// <summary>Recognises the dialect from a packet.</summary>
    public static ClientDialect Of(in Packet packet)
    {
        var version = packet.Version;
        if (version.StartsWith("1_iptux"u8))
            return ClientDialect.Iptux;
        if (version.StartsWith("1_lbt"u8))
            return ClientDialect.FeiQ;
        if (version.StartsWith("1@shiyeline"u8))
            return ClientDialect.NeiWangTong;
        return packet.Command <= Command.Absence && (packet.EntryFlags & EntryFlags.ForeignBits) != 0
            ? ClientDialect.IpMsgNet
            : ClientDialect.Standard;
    }

    /// <summary>The longest datagram that such a client receives whole, in bytes (R18).</summary>
    public static int MaxDatagram(this ClientDialect dialect) => dialect switch
    {
        ClientDialect.Iptux => 8191,
        ClientDialect.FeiQ or ClientDialect.NeiWangTong or ClientDialect.IpMsgNet => 16383,
        _ => PacketWriter.MaxDatagram,
    };
}
