using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>Lines of sent messages: one message with all its recipients. Later lines contain the result for each recipient.</summary>
internal static class SentLine
{
    internal static void Write(JsonLineWriter json, SentMessage message, HistoryId id)
    {
        LineStart.Write(json, LineKind.Sent, id, message.At);
        json.StartArray("to"u8);
        foreach (var each in message.To)
        {
            json.StartObject();
            PeerJson.WriteFields(json, each);
            json.EndObject();
        }
        json.EndArray();
        json.String("number"u8, message.NumberText);
        json.Number("flags"u8, message.Flags);
        json.StartObject("body"u8);
        if (!message.NoLog)
            BodyJson.Write(json, message.Text, message.Attachments);
        json.EndObject();
        json.EndLine();
    }

    /// <summary>Returns null when the line is damaged.</summary>
    internal static SentMessage? Read(ReadOnlySpan<byte> line)
    {
        HistoryId id = default;
        DateTimeOffset at = default;
        IReadOnlyList<HistoryPeer> to = [];
        IReadOnlyList<StoredAttachment> attachments = [];
        string? number = null, text = null;
        uint flags = 0;
        var json = new JsonLineReader(line);
        if (!json.StartObject())
            return null;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("id"u8))
                _ = HistoryId.TryParse(json.Bytes(), out id);
            else if (name.SequenceEqual("at"u8))
                at = json.Time() ?? default;
            else if (name.SequenceEqual("to"u8))
                to = PeerJson.ReadAll(ref json);
            else if (name.SequenceEqual("number"u8))
                number = json.String();
            else if (name.SequenceEqual("flags"u8))
                flags = unchecked((uint)json.Number());
            else if (name.SequenceEqual("body"u8))
                BodyJson.Read(ref json, out text, out attachments);
            else
                json.SkipValue();
        }
        if (json.IsDamaged || !id.IsSet)
            return null;
        return new SentMessage
        {
            Id = id,
            At = at,
            To = to,
            NumberText = number ?? "",
            Flags = flags,
            Text = text,
            Attachments = attachments,
        };
    }
}
