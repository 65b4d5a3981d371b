using System;
using System.Net;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master.Packets;

/// <summary>Texts in a dictionary.</summary>
internal static class DictText
{
    private const int MaxAddressLength = 45;

    /// <summary>A text without line ends; empty when there is none.</summary>
    internal static string Of(in IpDict dict, ReadOnlySpan<byte> key) =>
        dict.TryGetText(key, out var text) ? StoredName.Of(PacketReader.Text(text, TextCodec.Utf8)) : "";

    /// <summary>An address; null when there is none.</summary>
    internal static IPAddress? Address(in IpDict dict, ReadOnlySpan<byte> key) =>
        dict.TryGetText(key, out var text) && text.Length is > 0 and <= MaxAddressLength
        && IPAddress.TryParse(PacketReader.Text(text, TextCodec.Utf8), out var address)
            ? address
            : null;
}
