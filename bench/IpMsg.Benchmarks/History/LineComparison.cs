using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.Serialization.Json;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Benchmarks.History;

/// <summary>Compares our own writer and reader for lines of the store with the framework's serializer, which gets shorter lines.</summary>
internal static class LineComparison
{
    private const int Lines = 50_000;

    internal static void Run()
    {
        var message = StoreSamples.Message(0, DateTimeOffset.UtcNow);
        var json = new JsonLineWriter();
        double ourWrite = Microseconds(() => WriteOurs(json, message));
        byte[] line = json.Buffer.AsSpan(0, json.Length - 1).ToArray();
        double ourRead = Microseconds(() => ReceivedLine.Read(line));
        var entry = new SerializedLine
        {
            Text = message.Text,
            PacketNumber = message.NumberText,
            ReceivedAt = "2026-11-27T04:26:02.1234567Z",
        };
        var serializer = new DataContractJsonSerializer(typeof(SerializedLine));
        var stream = new MemoryStream();
        double theirWrite = Microseconds(() => Rewind(stream, () => serializer.WriteObject(stream, entry)));
        double theirRead = Microseconds(() => Rewind(stream, () => serializer.ReadObject(stream), keepsContent: true));
        MetricLine.Beside("history line, write", ourWrite, "us");
        MetricLine.Beside("log line, write, DataContractJsonSerializer", theirWrite, "us");
        MetricLine.Beside("history line, read", ourRead, "us");
        MetricLine.Beside("log line, read, DataContractJsonSerializer", theirRead, "us");
    }

    private static void WriteOurs(JsonLineWriter json, ReceivedMessage message)
    {
        json.Reset();
        ReceivedLine.Write(json, message, new HistoryId(1, 2), "0123456789abcdef");
    }

    private static void Rewind(MemoryStream stream, Action work, bool keepsContent = false)
    {
        stream.Position = 0;
        if (!keepsContent)
            stream.SetLength(0);
        work();
    }

    private static double Microseconds(Action work)
    {
        for (int i = 0; i < Lines / 10; i++)
            work();
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Lines; i++)
            work();
        return watch.Elapsed.TotalMicroseconds / Lines;
    }
}
