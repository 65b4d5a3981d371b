using System;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>Writes the start of every line.</summary>
internal static class LineStart
{
    internal static void Write(JsonLineWriter json, LineKind kind, HistoryId id, DateTimeOffset at)
    {
        json.StartObject();
        json.Number("v"u8, HistoryFormat.Version);
        json.Ascii("k"u8, LineKinds.NameOf(kind));
        if (id.IsSet)
        {
            Span<byte> text = stackalloc byte[24];
            json.Ascii("id"u8, text.Slice(0, id.Write(text)));
        }
        json.Time("at"u8, at);
    }
}
