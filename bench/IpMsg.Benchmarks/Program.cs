using System;
using System.Collections.Generic;
using BenchmarkDotNet.Running;

namespace IpMsg.Benchmarks;

/// <summary>Runs a comparison by its name, or hands over to BenchmarkDotNet. Each prints its baseline beside it.</summary>
internal static class Program
{
    private static readonly Dictionary<string, Action<string[]>> s_comparisons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["receive"] = _ => ReceiveComparison.Run(withLog: false),
        ["receive-log"] = _ => ReceiveComparison.Run(withLog: true),
        ["recipients"] = _ => RecipientsComparison.Run(),
        ["members"] = _ => MembersComparison.Run(),
        ["serve"] = _ => ServeComparison.Run(),
        ["save"] = _ => SaveComparison.Run(),
        ["transfers"] = TransferRun.Run,
        ["import"] = _ => ImportComparison.Run(),
        ["cipher"] = _ => CipherComparison.Run(),
        ["encrypted"] = _ => EncryptedComparison.Run(),
        [LoadGenerator.Name] = LoadGenerator.Serve,
        [Responders.Name] = Responders.Serve,
        [ScriptProcess.Name] = ScriptProcess.Serve,
        [EngineImport.Name] = EngineImport.ImportOnce,
    };

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
            foreach (string each in (string[])["receive", "receive-log", "recipients", "members", "serve", "save", "import", "cipher", "encrypted"])
                s_comparisons[each]([]);
            return 0;
        }
        if (!s_comparisons.TryGetValue(name, out var comparison))
        {
            Console.Error.WriteLine("Give one of: packets (BenchmarkDotNet), receive, receive-log, recipients, members, serve, save, transfers, import, cipher, encrypted, all.");
            return 2;
        }
        comparison(arguments[1..]);
        // The others measure what depends on the day; here a limit that is missed is a failure.
        return name == "transfers" && Figure.Missed > 0 ? 1 : 0;
    }
}
