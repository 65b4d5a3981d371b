using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using IpMsg.Benchmarks.Import;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>Many recipients that download one file at once.</summary>
internal static class ManyRecipients
{
    private const int Recipients = 50;
    private const int Length = 20_000_000;

    internal static Action Run()
    {
        using var processPair = new ProcessPair(hasSaver: false);
        string file = Path.Combine(processPair.Source, "file.bin");
        Contents.MakeRandom(file, Length);
        for (int i = 1; i <= Recipients; i++)
            Directory.CreateDirectory(TargetOf(processPair, i));
        using var recipients = new ScriptProcess();
        // A runspace for each: the first message brings the file, the second one starts the download.
        recipients.Begin($"1..{Recipients} | ForEach-Object -ThrottleLimit {Recipients} -Parallel {{ Import-Module '{Modules.Own}'; "
            + processPair.Listen("\"R$_\"", "\"127.0.1.$_\"") + "; $message = Receive-IpMsg -TimeoutSec 120 -Count 1;"
            + " $null = Receive-IpMsg -TimeoutSec 120 -Count 1; "
            + $"($message | Save-IpMsgAttachment \"{TargetOf(processPair, 0)[..^1]}$_\" -ErrorAction Stop).FullName }}");
        processPair.Server.Run($"while (@(Get-IpMsgMember R*).Count -lt {Recipients}) {{ [Threading.Thread]::Sleep(100) }}");
        processPair.Server.Run(
            $"$all = Get-IpMsgMember R*; $null = $all | Send-IpMsg -Message offer -Attachment '{file}' -ErrorAction Stop");
        PeakMemory server = new(processPair.Server), saver = new(recipients);
        var watch = Stopwatch.StartNew();
        processPair.Server.Run("$null = $all | Send-IpMsg -Message go -ErrorAction Stop");
        recipients.Finish();
        double seconds = watch.Elapsed.TotalSeconds, serverGrowth = server.Growth, saverGrowth = saver.Growth;
        int equal = Enumerable.Range(1, Recipients).Count(i => Contents.AreEqual(file, Path.Combine(TargetOf(processPair, i), "file.bin")));
        return () =>
        {
            const string name = "50 recipients of 20 MB: ";
            MetricLine.Beside(name + "time", seconds, "s");
            MetricLine.Beside(name + "rate", (double)Length * Recipients / seconds / 1e6, "MB/s");
            MetricLine.AtLeast(name + "files equal", equal, "", Recipients);
            MetricLine.AtMost(name + "server above idle", serverGrowth, "MB", TransferRun.MaxMemory);
            MetricLine.Beside(name + "all recipients above idle", saverGrowth, "MB");
        };
    }

    private static string TargetOf(ProcessPair processPair, int number) =>
        Path.Combine(processPair.Target, FormattableString.Invariant($"r{number}"));
}
