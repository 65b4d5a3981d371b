using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.IPDict;

/// <summary>
/// A dictionary as a packet of format 1: header, body and lists. One set of rules then serves the messages of both formats.
/// </summary>
internal sealed class IpDictMessage
{
    // Only options: bit 31 belongs to another product.
    private const uint OptionBits = 0x7FFF_FF00;
    private const MessageFlags Always = MessageFlags.Utf8 | MessageFlags.CanUtf8;
    private const MessageFlags Encryption = MessageFlags.Encrypted | MessageFlags.EncryptedLists;

    private IpDictMessage(byte[] packet, byte[] content)
    {
        Packet = packet;
        Content = content;
    }

    /// <summary>The packet, for <see cref="PacketReader"/>. That of a message has no body.</summary>
    internal byte[] Packet { get; }

    /// <summary>Text and lists, for <see cref="EnvelopeContent"/>.</summary>
    internal byte[] Content { get; }

    /// <summary>Reads a signed dictionary; null without number, command and names.</summary>
    /// <param name="dict">The dictionary.</param>
    /// <param name="lines">The trailer of the packet: see <see cref="IpDictExtensions.Lines"/>.</param>
    /// <param name="isEncrypted">True when it was decrypted. What the dictionary says of that does not count.</param>
    internal static IpDictMessage? Read(in IpDict dict, ReadOnlySpan<byte> lines, bool isEncrypted)
    {
        if (!dict.TryGetUInt32(IpDictKeys.Number, out uint number)
            || !dict.TryGetUInt32(IpDictKeys.Command, out uint command) || command > byte.MaxValue
            || !dict.TryGetText(IpDictKeys.User, out var user) || !dict.TryGetText(IpDictKeys.Host, out var host))
            return null;
        dict.TryGetUInt32(IpDictKeys.Flags, out uint flags);
        if (!dict.TryGetText(IpDictKeys.Body, out var body))
            body = default;
        bool isMessage = (Command)command == Command.SendMessage;
        uint word = command | flags & OptionBits & ~(uint)Encryption | (uint)(isEncrypted ? Always | Encryption : Always);
        return new IpDictMessage(
            WritePacket(number, user, host, word, isMessage ? default : BodyOf(dict, body), lines),
            isMessage ? WriteContent(dict, body) : []);
    }

    /// <summary>
    /// The packet that stands for an encrypted dictionary: a digest in place of its body tells repetitions from other messages.
    /// </summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="lines">The trailer.</param>
    /// <param name="number">The digits of its number, known from an earlier copy, when that was confirmed; null otherwise.</param>
    internal static byte[] WriteOuter(Envelope envelope, ReadOnlySpan<byte> lines, string? number)
    {
        var flags = MessageFlags.Encrypted | MessageFlags.CanUtf8 | (number is null ? 0 : MessageFlags.SendCheck);
        return WritePacket(number is null ? 0 : uint.Parse(number, CultureInfo.InvariantCulture), default, default,
            (uint)flags | (uint)Command.SendMessage, Digest(envelope), lines);
    }

    /// <summary>
    /// The packet that stands for a dictionary that is only signed, before its signature is checked. The digest covers the signature: a
    /// forged dictionary does not stand for the one of its sender.
    /// </summary>
    internal static byte[] WriteOuter(Envelope envelope, in Packet packet)
    {
        PacketNumber.TryRead(packet.Number, out uint number);
        // Only a message is confirmed.
        uint word = packet.Command == Command.SendMessage ? packet.CommandWord : (uint)Command.SendMessage;
        return WritePacket(number, packet.User, packet.Host, word, Digest(envelope), default);
    }

    private static byte[] Digest(Envelope envelope)
    {
        byte[] all = [.. envelope.SessionKey, .. envelope.Counter ?? [], .. envelope.Ciphertext];
        using var sha = SHA256.Create();
        return Encoding.ASCII.GetBytes(Convert.ToBase64String(sha.ComputeHash(all)));
    }

    private static byte[] WritePacket(
        uint number, ReadOnlySpan<byte> user, ReadOnlySpan<byte> host, uint commandWord, ReadOnlySpan<byte> body, ReadOnlySpan<byte> lines)
    {
        const int Rest = 40;
        byte[] bytes = new byte[user.Length + host.Length + body.Length + lines.Length + Rest];
        var writer = new PacketWriter(bytes);
        writer.Header(number, Name(user), Name(host), commandWord);
        writer.Bytes(body);
        writer.Nul();
        writer.Nul();
        writer.Bytes(lines);
        Array.Resize(ref bytes, writer.Length);
        return bytes;
    }

    // A colon would end the field (R10).
    private static byte[] Name(ReadOnlySpan<byte> name)
    {
        byte[] bytes = name.ToArray();
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = bytes[i] == (byte)':' ? (byte)';' : bytes[i];
        return bytes;
    }

    private static ReadOnlySpan<byte> BodyOf(in IpDict dict, ReadOnlySpan<byte> body) =>
        body.IsEmpty && dict.TryGetUInt32(IpDictKeys.ConfirmedNumber, out uint number)
            ? Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))
            : body;

    private static byte[] WriteContent(in IpDict dict, ReadOnlySpan<byte> body)
    {
        // Of a name a colon becomes two bytes, and a byte that is no UTF-8 three: the character for an unreadable one.
        byte[] bytes = new byte[3 * dict.Content.Length + 16];
        var writer = new PacketWriter(bytes);
        writer.Bytes(body);
        writer.Nul();
        if (dict.TryGetList(IpDictKeys.Files, out var files))
        {
            foreach (var each in files)
                WriteFile(ref writer, each);
        }
        writer.Nul();
        if (Recipients(dict) is { Count: > 0 } recipients)
            RecipientList.Write(ref writer, recipients, TextCodec.Utf8);
        writer.Nul();
        Array.Resize(ref bytes, writer.Length);
        return bytes;
    }

    private static void WriteFile(ref PacketWriter writer, ReadOnlySpan<byte> item)
    {
        if (!IpDict.TryReadContent(item, out var file)
            || !file.TryGetUInt32(IpDictKeys.FileId, out uint id)
            || !file.TryGetText(IpDictKeys.FileName, out var name) || name.IsEmpty
            || !file.TryGetNumber(IpDictKeys.FileSize, out long size) || size < 0)
            return;
        file.TryGetUInt32(IpDictKeys.FileTime, out uint time);
        if (!file.TryGetUInt32(IpDictKeys.FileAttributes, out uint attributes))
            attributes = (uint)FileKind.Regular;
        writer.Decimal(id);
        writer.Byte((byte)':');
        FieldWriter.Name(ref writer, PacketReader.Text(name, TextCodec.Utf8), TextCodec.Utf8);
        writer.Byte((byte)':');
        writer.Hex((ulong)size);
        writer.Byte((byte)':');
        writer.Hex(time);
        writer.Byte((byte)':');
        writer.Hex(attributes);
        if (file.TryGetUInt32(IpDictKeys.FilePosition, out uint position))
        {
            writer.Bytes(":8="u8);
            writer.Hex(position);
        }
        if (file.TryGetText(IpDictExtensions.FileExtensions, out var extensions) && extensions.IndexOf((byte)'\a') < 0)
            writer.Bytes(extensions);
        writer.Bytes(":\a"u8);
    }

    private static List<RecipientName> Recipients(in IpDict dict)
    {
        var names = new List<RecipientName>();
        if (!dict.TryGetList(IpDictKeys.Recipients, out var list))
            return names;
        foreach (var each in list)
        {
            if (names.Count < RecipientList.MaxRecipients && IpDict.TryReadContent(each, out var recipient)
                && recipient.TryGetText(IpDictKeys.User, out var user) && IsName(user)
                && recipient.TryGetText(IpDictKeys.Host, out var host) && IsName(host))
                names.Add(new RecipientName(PacketReader.Text(user, TextCodec.Utf8), PacketReader.Text(host, TextCodec.Utf8)));
        }
        return names;
    }

    private static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && name.IndexOf((byte)'\a') < 0;
}
