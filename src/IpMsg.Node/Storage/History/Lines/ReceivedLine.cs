using System;
using System.Buffers.Text;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>
/// Lines of received messages. The digests come first and the body comes last, so that either the body or everything but the start can be
/// overwritten in place.
/// </summary>
internal static class ReceivedLine
{
    internal static void Write(JsonLineWriter json, ReceivedMessage message, HistoryId id, string session)
    {
        LineStart.Write(json, LineKind.Received, id, message.At);
        json.String("session"u8, session);
        json.Digest("digest"u8, message.Digest.First, message.Digest.Second);
        if (message.ReplayDigest is { } replay)
            json.Digest("replay"u8, replay.First, replay.Second);
        json.StartObject("from"u8);
        PeerJson.WriteFields(json, message.From);
        json.EndObject();
        json.String("number"u8, message.NumberText);
        if (message.Order != 0)
            json.Number("order"u8, message.Order);
        if (message.After is { } before)
            json.Number("after"u8, before);
        json.Number("flags"u8, message.Flags);
        json.Flag("confirmed"u8, message.IsConfirmed);
        if (message.Suite != 0)
            json.Number("suite"u8, message.Suite);
        json.String("signature"u8, message.Signature);
        json.String("names"u8, message.NameEncoding);
        json.StartObject("to"u8);
        json.String("user"u8, message.To.User);
        json.String("host"u8, message.To.Host);
        json.String("address"u8, message.LocalAddress);
        json.EndObject();
        json.Flag("transient"u8, !message.KeepsHistory);
        PeerJson.WriteNames(json, "recipients"u8, message.Recipients);
        if (message.SealedBody is { } hidden)
        {
            json.String("sealed"u8, Convert.ToBase64String(hidden));
        }
        else
        {
            json.StartObject("body"u8);
            BodyJson.Write(json, message);
            json.EndObject();
        }
        json.EndLine();
    }

    /// <summary>The bytes of the body, for encryption.</summary>
    internal static byte[] BodyOf(ReceivedMessage message)
    {
        var json = new JsonLineWriter();
        json.StartObject();
        BodyJson.Write(json, message);
        json.EndObject();
        return json.Buffer.AsSpan(0, json.Length).ToArray();
    }

    /// <summary>Returns null when the line is damaged or only its start was kept.</summary>
    internal static ReceivedMessage? Read(ReadOnlySpan<byte> line)
    {
        var fields = new ReceivedFields();
        var json = new JsonLineReader(line);
        if (!json.StartObject())
            return null;
        while (json.NextProperty(out var name))
            fields.Read(name, ref json);
        return json.IsDamaged ? null : fields.ToMessage();
    }

    /// <summary>The digests in a line; null when there are none.</summary>
    internal static RecentDigest? ReadDigest(ReadOnlySpan<byte> line, DateTimeOffset at)
    {
        MessageDigest? digest = null, replay = null;
        uint number = 0;
        var json = new JsonLineReader(line);
        json.StartObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("digest"u8))
                digest = ParseDigest(json.Bytes());
            else if (name.SequenceEqual("replay"u8))
                replay = ParseDigest(json.Bytes());
            else if (name.SequenceEqual("number"u8))
            {
                _ = PacketNumber.TryRead(json.Bytes(), out number);
                break;
            }
            else
                json.SkipValue();
        }
        return digest is { } found ? new RecentDigest(found, replay, at, number) : null;
    }

    internal static MessageDigest? ParseDigest(ReadOnlySpan<byte> hex) =>
        hex.Length == 32 && Utf8Parser.TryParse(hex.Slice(0, 16), out ulong first, out int a, 'x') && a == 16
        && Utf8Parser.TryParse(hex.Slice(16), out ulong second, out int b, 'x') && b == 16
            ? new MessageDigest(first, second)
            : null;
}
