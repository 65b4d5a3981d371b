using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpMsg.Node.TestChild.Soak;

/// <summary>
/// Many members of a soak test in one process. tests/soak/soak.sh starts it in a network namespace that has their addresses.
/// </summary>
internal static class SoakProgram
{
    private const int StepMs = 100, PauseMs = 8_000, LeaveEveryMs = 20_000;

    // Always the same ones: a node that starts gets new receive buffers of 4 MB, in memory that the runtime has used before and clears, so
    // that the process grows until all nodes have started again.
    private const int Leaving = 10;

    // The last repetition of a message is sent nine seconds after the first one, and a slow machine adds to that.
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(25);

    /// <param name="plan">The members of the run.</param>
    /// <param name="first">The first of those of this process.</param>
    /// <param name="last">The last of them.</param>
    /// <param name="sampleMs">The time between two samples.</param>
    internal static void Run(SoakPlan plan, int first, int last, int sampleMs)
    {
        string name = "nodes-" + first;
        using var log = new SoakLog(Path.Combine(plan.Folder, "events-" + name + ".txt"));
        using var sampler = new SoakSampler(plan.Folder, name);
        var files = new SoakFiles(plan.Folder, name);
        SoakMember[] members = [.. Enumerable.Range(first, last - first + 1).Select(each => new SoakMember(each, plan, log, files))];
        // Each start makes keys.
        foreach (var member in members)
            member.Enter();
        Console.WriteLine("ready");
        while (!File.Exists(plan.StartFile))
            Thread.Sleep(StepMs);
        var end = DateTimeOffset.FromUnixTimeSeconds(long.Parse(File.ReadAllText(plan.StartFile), CultureInfo.InvariantCulture));
        var leaving = Task.Run(() => LeaveInTurn(members, log, new Random(first), end));
        long sampleAt = 0;
        for (var watch = Stopwatch.StartNew(); DateTimeOffset.UtcNow < end + s_quiet; Thread.Sleep(StepMs))
        {
            foreach (var member in members)
                member.Step(watch.ElapsedMilliseconds, DateTimeOffset.UtcNow < end ? PauseMs : null);
            log.Flush();
            if (watch.ElapsedMilliseconds < sampleAt)
                continue;
            sampler.Sample(members.Sum(static each => each.Known), Interlocked.Read(ref SoakMember.Received));
            sampleAt += sampleMs;
        }
        leaving.Wait();
        Parallel.ForEach(members, static each => each.Leave());
        Console.WriteLine("ended");
    }

    // One after the other leaves, and enters again when no repetition of a message to it is left on the network: what a member knows about
    // unsigned messages is gone with it, so it would show a repetition again.
    private static void LeaveInTurn(SoakMember[] members, SoakLog log, Random random, DateTimeOffset end)
    {
        while (true)
        {
            var away = TimeSpan.FromSeconds(random.Next(15, 30));
            Thread.Sleep(random.Next(LeaveEveryMs));
            if (DateTimeOffset.UtcNow + away >= end)
                return;
            var member = members[random.Next(Math.Min(Leaving, members.Length))];
            member.Leave();
            Thread.Sleep(away);
            member.Enter();
            log.Write('D', 0, 0, 0);
        }
    }
}
