using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Benchmarks.History;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Node;
using IpMsg.Node.Storage.History;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>The time from the start of a listener to the confirmation of its first message, with a store and without.</summary>
internal sealed class FirstMessage : IDisposable
{
    private const int WarmUps = 3, Rounds = 25, Stored = 100_000;
    private const double MaxDifferenceMs = 20;
    private const string User = "bench";

    private readonly ScratchFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
    private readonly byte[] _message = LoadDatagrams.NewMessage();
    private readonly byte[] _answer = new byte[2_048];
    private int _number;

    internal static void Run()
    {
        using var measure = new FirstMessage();
        measure.Compare();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Dispose();
    }

    private void Compare()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var filled = new HistoryOptions { DataPath = Path.Combine(_folder.Path, "filled") };
        Fill(filled.FolderOf(User));
        var (memory, empty, full) = (new Sample(), new Sample(), new Sample());
        for (int round = -WarmUps; round < Rounds; round++)
        {
            double without = Start(null);
            double withEmpty = Start(new HistoryOptions { DataPath = Path.Combine(_folder.Path, "empty" + round) });
            double withFull = Start(filled);
            if (round < 0)
                continue;
            memory.Add(without);
            empty.Add(withEmpty);
            full.Add(withFull);
        }
        MetricLine.Beside("start to first confirmed message, in memory", memory.Median, "ms");
        MetricLine.AtMost("start, a new store: more than in memory", empty.Median - memory.Median, "ms", MaxDifferenceMs);
        MetricLine.AtMost("start, 100,000 messages: more than in memory", full.Median - memory.Median, "ms", MaxDifferenceMs);
    }

    private double Start(HistoryOptions? history)
    {
        var clock = Stopwatch.StartNew();
        using var node = MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Loopback,
            Port = 0,
            UserName = User,
            KeyPath = _folder.Path,
            History = history,
            IsSilent = true,
        });
        LoadDatagrams.SetNumber(_message, _number++);
        _socket.SendTo(_message, node.LocalEndPoint);
        // The node asks strangers who they are, too.
        while (!Encoding.ASCII.GetString(_answer, 0, _socket.Receive(_answer)).Contains(":33:", StringComparison.Ordinal))
        {
        }
        return clock.Elapsed.TotalMilliseconds;
    }

    // One message a minute up to now, all of which were taken.
    private static void Fill(string path)
    {
        var progress = new StoreProgress();
        using var store = new HistoryStore(path, new StoreSamples(), progress);
        var start = DateTimeOffset.UtcNow.AddMinutes(-Stored);
        for (int i = 0; i < Stored; i++)
        {
            var message = StoreSamples.Message(i, start.AddMinutes(i));
            while (!store.TryAppend(message))
                Thread.Yield();
            if (i % 1_000 == 999)
                progress.WaitFor(i + 1);
            store.TryUpdate(message, new Node.Storage.History.Records.HistoryUpdate(
                Node.Storage.History.Records.UpdateKind.Taken, message.At));
        }
    }
}
