using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace IpMsg.Benchmarks;

/// <summary>Many recipients of one file, who all fetch it at once.</summary>
internal static class ManyRecipients
{
    private const int Recipients = 50;
    private const int Length = 20_000_000;

    internal static Action Run()
    {
        using var trade = new Trade(hasSaver: false);
        string file = Path.Combine(trade.Source, "file.bin");
        Contents.MakeRandom(file, Length);
        for (int i = 1; i <= Recipients; i++)
            Directory.CreateDirectory(TargetOf(trade, i));
        using var recipients = new ScriptProcess();
        // Each in a runspace of its own: the first message brings the file, the second one is the word.
        recipients.Begin($"1..{Recipients} | ForEach-Object -ThrottleLimit {Recipients} -Parallel {{ Import-Module '{Modules.Own}'; "
            + trade.Listen("\"R$_\"", "\"127.0.1.$_\"") + "; $message = Receive-IpMsg -TimeoutSec 120 -Count 1; $null = Receive-IpMsg -TimeoutSec 120 -Count 1; "
            + $"($message | Save-IpMsgAttachment \"{TargetOf(trade, 0)[..^1]}$_\" -ErrorAction Stop).FullName }}");
        trade.Server.Run($"while (@(Get-IpMsgMember R*).Count -lt {Recipients}) {{ [Threading.Thread]::Sleep(100) }}");
        trade.Server.Run($"$all = Get-IpMsgMember R*; $null = $all | Send-IpMsg -Message offer -Attachment '{file}' -ErrorAction Stop");
        PeakMemory server = new(trade.Server), saver = new(recipients);
        var watch = Stopwatch.StartNew();
        trade.Server.Run("$null = $all | Send-IpMsg -Message go -ErrorAction Stop");
        recipients.Finish();
        double seconds = watch.Elapsed.TotalSeconds, serverGrowth = server.Growth, saverGrowth = saver.Growth;
        int equal = Enumerable.Range(1, Recipients).Count(i => Contents.AreEqual(file, Path.Combine(TargetOf(trade, i), "file.bin")));
        return () =>
        {
            const string name = "50 recipients of 20 MB: ";
            Figure.Beside(name + "time", seconds, "s");
            Figure.Beside(name + "rate", (double)Length * Recipients / seconds / 1e6, "MB/s");
            Figure.AtLeast(name + "files equal", equal, "", Recipients);
            Figure.AtMost(name + "server above idle", serverGrowth, "MB", TransferRun.MostMemory);
            Figure.Beside(name + "all recipients above idle", saverGrowth, "MB");
        };
    }

    private static string TargetOf(Trade trade, int number) => Path.Combine(trade.Target, FormattableString.Invariant($"r{number}"));
}
