using System;
using System.Collections.Generic;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>Whole processes and large transfers, with what they may cost.</summary>
internal static class TransferRun
{
    /// <summary>Above idle, in megabytes.</summary>
    internal const double MaxMemory = 32;

    // Each gives what prints its figures, so that they stand together at the end.
    private static readonly Dictionary<string, Func<Action>> s_trials = new(StringComparer.OrdinalIgnoreCase)
    {
        ["large"] = BigTransfers.LargeFile,
        ["many"] = BigTransfers.ManyFiles,
        ["cut"] = InterruptedTransfer.Run,
        ["recipients"] = ManyRecipients.Run,
    };

    /// <summary>Runs the trials that are named, or all.</summary>
    internal static void Run(string[] names)
    {
        var prints = new List<Action>();
        foreach (string name in names.Length > 0 ? names : [.. s_trials.Keys])
        {
            Console.Error.WriteLine(name + " ...");
            prints.Add(s_trials[name]());
        }
        foreach (var print in prints)
            print();
    }
}
