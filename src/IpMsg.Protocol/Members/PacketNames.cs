using System;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>Compares the names in the header of a packet with those of a member.</summary>
internal static class PacketNames
{
    /// <summary>True when the packet has the user name and the host name of the member, in the encoding that the member writes.</summary>
    internal static bool AreOf(Member member, in Packet packet, TextCodec codec) =>
        IsName(codec.Read(packet.User, packet.IsUtf8, member.ObservedEncoding, member.Dialect), member.UserName, packet.IsUtf8, codec)
        && IsName(codec.Read(packet.Host, packet.IsUtf8, member.ObservedEncoding, member.Dialect), member.HostName, packet.IsUtf8, codec);

    // A code page replaces characters that it lacks by question marks, so the header may differ from the names in the trailer.
    private static bool IsName(string received, string known, bool isUtf8, TextCodec codec) =>
        string.Equals(received, known, StringComparison.OrdinalIgnoreCase)
        || !isUtf8 && string.Equals(received, InCodePage(known, codec.CodePage), StringComparison.OrdinalIgnoreCase);

    private static string InCodePage(string name, Encoding codePage) => codePage.GetString(codePage.GetBytes(name));
}
