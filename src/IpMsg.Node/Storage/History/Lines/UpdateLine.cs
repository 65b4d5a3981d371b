using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>Lines with updates of earlier messages.</summary>
internal static class UpdateLine
{
    private const double TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000.0;

    internal static void Write(JsonLineWriter json, HistoryUpdate update, HistoryId id)
    {
        LineStart.Write(json, KindOf(update.Kind), id, update.At);
        switch (update.Kind)
        {
            case UpdateKind.Delivery:
                json.Number("to"u8, update.Recipient);
                json.String("status"u8, update.Status);
                json.Number("attempts"u8, update.Attempts);
                if (update.RoundTrip is { } time)
                    json.Number("roundTripUs"u8, (long)(time.Ticks / TicksPerMicrosecond));
                json.String("reason"u8, update.Reason);
                if (update.Suite != 0)
                    json.Number("suite"u8, update.Suite);
                json.Flag("unproved"u8, update.IsAddressUnproved);
                json.Flag("maybeTwice"u8, update.MayBeTwice);
                break;
            case UpdateKind.Read or UpdateKind.Refused:
                json.Number("to"u8, update.Recipient);
                break;
            case UpdateKind.Offer:
                json.Number("to"u8, update.Recipient);
                json.Number("attachment"u8, update.Attachment);
                json.String("status"u8, update.Status);
                json.Number("taken"u8, update.Taken);
                json.Flag("incomplete"u8, update.IsIncomplete);
                json.String("reason"u8, update.Reason);
                break;
            case UpdateKind.Checked:
                json.String("status"u8, update.Status);
                break;
            case UpdateKind.Saved:
                json.Number("attachment"u8, update.Attachment);
                json.String("path"u8, update.Path);
                break;
            case UpdateKind.Opened:
                json.StartObject("body"u8);
                BodyJson.Write(json, update.Text, update.Attachments);
                json.EndObject();
                break;
        }
        json.EndLine();
    }

    /// <summary>Writes the session for which a message waits: Claimed or Returned.</summary>
    internal static void WriteOwner(JsonLineWriter json, LineKind kind, HistoryId id, DateTimeOffset at, string session)
    {
        LineStart.Write(json, kind, id, at);
        json.String("session"u8, session);
        json.EndLine();
    }

    /// <summary>Returns null when the line is damaged or no update.</summary>
    internal static HistoryUpdate? Read(ReadOnlySpan<byte> line, in LineHead head)
    {
        if (KindOf(head.Kind) is not { } kind)
            return null;
        var update = new HistoryUpdate(kind, head.At);
        if (kind is UpdateKind.Taken or UpdateKind.Returned or UpdateKind.Discarded)
            return update;
        var json = new JsonLineReader(line);
        if (!json.StartObject())
            return null;
        while (json.NextProperty(out var name))
            update = With(update, name, ref json);
        return json.IsDamaged ? null : update;
    }

    private static HistoryUpdate With(HistoryUpdate update, ReadOnlySpan<byte> name, ref JsonLineReader json)
    {
        if (name.SequenceEqual("to"u8))
            return update with { Recipient = (int)json.Number() };
        if (name.SequenceEqual("status"u8))
            return update with { Status = json.String() };
        if (name.SequenceEqual("attempts"u8))
            return update with { Attempts = (int)json.Number() };
        if (name.SequenceEqual("taken"u8))
            return update with { Taken = (int)json.Number() };
        if (name.SequenceEqual("incomplete"u8))
            return update with { IsIncomplete = json.Flag() };
        if (name.SequenceEqual("roundTripUs"u8))
            return update with { RoundTrip = TimeSpan.FromTicks((long)(json.Number() * TicksPerMicrosecond)) };
        if (name.SequenceEqual("reason"u8))
            return update with { Reason = json.String() };
        if (name.SequenceEqual("suite"u8))
            return update with { Suite = unchecked((uint)json.Number()) };
        if (name.SequenceEqual("unproved"u8))
            return update with { IsAddressUnproved = json.Flag() };
        if (name.SequenceEqual("maybeTwice"u8))
            return update with { MayBeTwice = json.Flag() };
        if (name.SequenceEqual("attachment"u8))
            return update with { Attachment = unchecked((uint)json.Number()) };
        if (name.SequenceEqual("path"u8))
            return update with { Path = json.String() };
        if (name.SequenceEqual("body"u8))
        {
            BodyJson.Read(ref json, out string? text, out IReadOnlyList<StoredAttachment> attachments);
            return update with { Text = text, Attachments = attachments };
        }
        json.SkipValue();
        return update;
    }

    private static LineKind KindOf(UpdateKind kind) => (LineKind)((int)kind + (int)LineKind.Taken);

    private static UpdateKind? KindOf(LineKind kind) => kind < LineKind.Taken ? null : (UpdateKind)((int)kind - (int)LineKind.Taken);
}
