using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Node;
using IpMsg.Protocol.Members;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>Takes messages that an earlier session has stored, one at a time, as Receive-IpMsg does.</summary>
internal static class TakingStored
{
    // An inbox has room for 10,000.
    private const int Messages = 10_000, Rounds = 5;
    private const double MinRate = 2_000;

    internal static void Run()
    {
        Measure("with a history", HistoryMode.On);
        Measure("without a history", HistoryMode.Off);
    }

    private static void Measure(string name, HistoryMode mode)
    {
        var (rate, claim) = (new Sample(), new Sample());
        for (int round = 0; round < Rounds; round++)
        {
            using var folder = new ScratchFolder();
            var options = new NodeOptions
            {
                Address = IPAddress.Loopback,
                Port = 0,
                KeyPath = folder.Path,
                Encryption = EncryptionPolicy.Off,
                History = new HistoryOptions { DataPath = Path.Combine(folder.Path, "data"), Mode = mode },
                IsSilent = true,
            };
            using (var node = MemberNode.Start(options))
            using (var load = new LoadProcess())
                load.Send(node.LocalEndPoint.Port, Messages);
            var clock = Stopwatch.StartNew();
            using var next = MemberNode.Start(options);
            claim.Add(clock.Elapsed.TotalMilliseconds);
            int taken = 0;
            for (clock.Restart(); next.Inbox.Receive() is not null; taken++)
            {
            }
            rate.Add(taken / clock.Elapsed.TotalSeconds);
            if (taken != Messages)
                throw new InvalidOperationException(FormattableString.Invariant($"{taken} of {Messages} messages were taken."));
        }
        MetricLine.Beside("take, " + name + ": start with 10,000 waiting", claim.Median, "ms");
        MetricLine.AtLeast("take, " + name + ": stored messages", rate.Median, "msg/s", MinRate);
    }
}
