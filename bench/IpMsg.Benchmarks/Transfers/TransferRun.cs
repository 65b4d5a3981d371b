using System;
using System.Collections.Generic;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>Large transfers between separate processes, with their limits.</summary>
internal static class TransferRun
{
    /// <summary>Above idle, in megabytes.</summary>
    internal const double MaxMemory = 32;

    // Each trial returns an action that prints its figures, so that all figures come at the end.
    private static readonly Dictionary<string, Func<Action>> s_trials = new(StringComparer.OrdinalIgnoreCase)
    {
        ["large"] = BigTransfers.LargeFile,
        ["many"] = BigTransfers.ManyFiles,
        ["cut"] = InterruptedTransfer.Run,
        ["recipients"] = ManyRecipients.Run,
    };

    /// <summary>Runs the named trials, or all.</summary>
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
