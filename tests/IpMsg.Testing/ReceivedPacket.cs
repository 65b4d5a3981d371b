using System;
using System.Net;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Testing;

/// <summary>
/// A packet that a <see cref="ScriptedPeer"/> received, as it was and taken apart. Text is Latin-1: one character a byte.
/// </summary>
public sealed class ReceivedPacket
{
    public ReceivedPacket(long at, IPEndPoint from, ReadOnlySpan<byte> datagram)
    {
        At = at;
        From = from;
        Bytes = datagram.ToArray();
        IsIpDict = datagram.StartsWith("IP2:"u8);
        if (IsIpDict)
        {
            Command = Command.SendMessage;
            return;
        }
        if (!PacketReader.TryRead(datagram, out var packet))
            throw new FormatException("A member sent what is no packet: " + Convert.ToHexString(datagram));
        Command = packet.Command;
        CommandWord = packet.CommandWord;
        NumberText = Encoding.Latin1.GetString(packet.Number);
        User = Encoding.Latin1.GetString(packet.User);
        Host = Encoding.Latin1.GetString(packet.Host);
        Body = Encoding.Latin1.GetString(packet.Body);
        Extra = Encoding.Latin1.GetString(packet.Extra);
        BodyBytes = packet.Body.ToArray();
    }

    public long At { get; }

    /// <summary>True for a dictionary: its command is that of a message, and its other fields are empty.</summary>
    public bool IsIpDict { get; }

    public IPEndPoint From { get; }

    public byte[] Bytes { get; }

    public Command Command { get; }

    public uint CommandWord { get; }

    public uint Flags => CommandWord & 0xFFFFFF00;

    public string NumberText { get; } = "";

    public uint Number => uint.Parse(NumberText, System.Globalization.CultureInfo.InvariantCulture);

    public string User { get; } = "";

    public string Host { get; } = "";

    public string Body { get; } = "";

    public byte[] BodyBytes { get; } = [];

    public string Extra { get; } = "";

    /// <summary>The body in UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(BodyBytes);

    /// <inheritdoc/>
    public override string ToString() => At + " " + Encoding.Latin1.GetString(Bytes);
}
