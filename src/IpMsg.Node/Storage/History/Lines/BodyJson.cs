using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>
/// Text, attachments and recipients of a message: the part that is encrypted while the message is sealed, and erased when it may not stay.
/// </summary>
internal static class BodyJson
{
    internal static void Write(JsonLineWriter json, ReceivedMessage message)
    {
        Write(json, message.Text, message.Attachments);
        if (message.Proof is not { } proof)
            return;
        json.String("signed"u8, Convert.ToBase64String(proof.Plaintext));
        json.String("proof"u8, Convert.ToBase64String(proof.Signature));
    }

    internal static void Write(JsonLineWriter json, string? text, IReadOnlyList<StoredAttachment> attachments)
    {
        json.String("text"u8, text);
        if (attachments.Count == 0)
            return;
        json.StartArray("attachments"u8);
        foreach (var each in attachments)
            WriteAttachment(json, each);
        json.EndArray();
    }

    /// <summary>Reads the object at the reader's position.</summary>
    internal static void Read(ref JsonLineReader json, out string? text, out IReadOnlyList<StoredAttachment> attachments) =>
        Read(ref json, out text, out attachments, out _);

    /// <summary>The same of a received message, which may have a proof.</summary>
    internal static void Read(
        ref JsonLineReader json, out string? text, out IReadOnlyList<StoredAttachment> attachments, out StoredProof? proof)
    {
        text = null;
        attachments = [];
        proof = null;
        byte[]? signed = null, signature = null;
        if (!json.StartObject())
            return;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("text"u8))
                text = json.String();
            else if (name.SequenceEqual("attachments"u8))
                attachments = ReadAttachments(ref json);
            else if (name.SequenceEqual("signed"u8))
                signed = JsonBytes.Read(json.String());
            else if (name.SequenceEqual("proof"u8))
                signature = JsonBytes.Read(json.String());
            else
                json.SkipValue();
        }
        proof = signed is null || signature is null ? null : new StoredProof(signed, signature);
    }

    private static void WriteAttachment(JsonLineWriter json, StoredAttachment attachment)
    {
        json.StartObject();
        json.Number("id"u8, attachment.Id);
        json.String("name"u8, attachment.Name);
        json.Number("size"u8, attachment.Size);
        json.Number("attributes"u8, attachment.AttributeWord);
        json.Time("modified"u8, attachment.Modified);
        json.String("path"u8, attachment.Path);
        if (attachment.Extras.Count > 0)
        {
            json.StartArray("extras"u8);
            foreach (var extra in attachment.Extras)
            {
                json.StartObject();
                json.Number("key"u8, extra.Key);
                if (extra.Text is null)
                    json.Number("number"u8, unchecked((long)extra.Number));
                json.String("text"u8, extra.Text);
                json.EndObject();
            }
            json.EndArray();
        }
        json.EndObject();
    }

    private static List<StoredAttachment> ReadAttachments(ref JsonLineReader json)
    {
        var all = new List<StoredAttachment>();
        if (!json.StartArray())
            return all;
        while (json.NextElement())
            all.Add(ReadAttachment(ref json));
        return all;
    }

    private static StoredAttachment ReadAttachment(ref JsonLineReader json)
    {
        var read = new StoredAttachment(0, "", 0, 0);
        if (!json.StartObject())
            return read;
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("id"u8))
                read = read with { Id = unchecked((uint)json.Number()) };
            else if (name.SequenceEqual("name"u8))
                read = read with { Name = json.String() ?? "" };
            else if (name.SequenceEqual("size"u8))
                read = read with { Size = json.Number() };
            else if (name.SequenceEqual("attributes"u8))
                read = read with { AttributeWord = unchecked((uint)json.Number()) };
            else if (name.SequenceEqual("modified"u8))
                read = read with { Modified = json.Time() };
            else if (name.SequenceEqual("path"u8))
                read = read with { Path = json.String() };
            else if (name.SequenceEqual("extras"u8))
                read = read with { Extras = ReadExtras(ref json) };
            else
                json.SkipValue();
        }
        return read;
    }

    private static List<StoredExtra> ReadExtras(ref JsonLineReader json)
    {
        var all = new List<StoredExtra>();
        if (!json.StartArray())
            return all;
        while (json.NextElement())
        {
            var read = default(StoredExtra);
            if (!json.StartObject())
                break;
            while (json.NextProperty(out var name))
            {
                if (name.SequenceEqual("key"u8))
                    read = read with { Key = (int)json.Number() };
                else if (name.SequenceEqual("number"u8))
                    read = read with { Number = unchecked((ulong)json.Number()) };
                else if (name.SequenceEqual("text"u8))
                    read = read with { Text = json.String() };
                else
                    json.SkipValue();
            }
            all.Add(read);
        }
        return all;
    }
}
