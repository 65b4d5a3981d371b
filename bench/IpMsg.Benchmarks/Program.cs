using System;
using System.Collections.Generic;
using BenchmarkDotNet.Running;
using IpMsg.Benchmarks.Download;
using IpMsg.Benchmarks.Encryption;
using IpMsg.Benchmarks.History;
using IpMsg.Benchmarks.Import;
using IpMsg.Benchmarks.Master;
using IpMsg.Benchmarks.Members;
using IpMsg.Benchmarks.Receiving;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Benchmarks.Sending;
using IpMsg.Benchmarks.Shell;
using IpMsg.Benchmarks.Transfers;
using IpMsg.Benchmarks.Upload;
using IpMsg.Benchmarks.Wire;

namespace IpMsg.Benchmarks;

/// <summary>Runs a comparison by its name, or BenchmarkDotNet. Each prints its baseline too.</summary>
internal static class Program
{
    private static readonly Dictionary<string, Action<string[]>> s_comparisons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["receive"] = _ => ReceiveComparison.Run(withLog: false),
        ["receive-log"] = _ => ReceiveComparison.Run(withLog: true),
        ["receive-store"] = StoreReceiving.Run,
        ["recipients"] = _ => RecipientsComparison.Run(),
        ["members"] = _ => MembersComparison.Run(),
        ["master"] = MasterComparison.Run,
        ["serve"] = _ => UploadComparison.Run(),
        ["save"] = _ => DownloadComparison.Run(),
        ["transfers"] = TransferRun.Run,
        ["import"] = _ => ImportComparison.Run(),
        ["shell"] = _ => ShellComparison.Run(),
        ["history"] = _ => StoreComparison.Run(),
        ["cipher"] = _ => CipherComparison.Run(),
        ["encrypted"] = _ => EncryptedComparison.Run(),
        [LoadGenerator.Name] = LoadGenerator.Serve,
        [Responders.Name] = Responders.Serve,
        [ScriptProcess.Name] = ScriptProcess.Serve,
        [EngineImport.Name] = EngineImport.ImportOnce,
    };

    private static readonly string[] s_all =
    [
        "receive", "receive-log", "receive-store", "recipients", "members", "serve", "save", "import", "shell", "history", "cipher",
        "encrypted",
    ];

    private static int Main(string[] arguments)
    {
        string name = arguments.Length > 0 ? arguments[0] : "";
        if (name == "packets")
        {
            BenchmarkRunner.Run<SendMessagePackets>(args: arguments[1..]);
            return 0;
        }
        if (name == "all")
        {
            foreach (string each in s_all)
                s_comparisons[each]([]);
            return 0;
        }
        if (!s_comparisons.TryGetValue(name, out var comparison))
        {
            Console.Error.WriteLine($"Give one of: packets (BenchmarkDotNet), {string.Join(", ", s_all)}, transfers, master, all.");
            return 2;
        }
        comparison(arguments[1..]);
        // The results of the other comparisons depend on the machine's load; here a missed limit is a failure.
        return name == "transfers" && MetricLine.Missed > 0 ? 1 : 0;
    }
}
