using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpMsg.Benchmarks.Master;

/// <summary>
/// Measures a member master and its users: bytes for each member and second by what they are for, and the master's processor time and
/// memory, for several sizes of a campus. The baseline is the same campus without a master. Arguments: members/segments, as in 1000/5, and
/// loss=0.01 for a part of the datagrams that is lost.
/// </summary>
internal static class MasterComparison
{
    private static readonly (int Members, int Segments)[] s_default = [(100, 1), (1_000, 5), (10_000, 50)];

    internal static void Run(string[] arguments)
    {
        double loss = 0;
        int latest = 60;
        var sizes = new List<(int Members, int Segments)>();
        foreach (string each in arguments)
        {
            string[] parts = each.Split('/', '=');
            if (parts[0] == "loss")
                loss = double.Parse(parts[1], CultureInfo.InvariantCulture);
            else if (parts[0] == "latest")
                latest = Number(parts[1]);
            else
                sizes.Add((Number(parts[0]), Number(parts[1])));
        }
        var report = new MasterReport();
        foreach (var (members, segments) in sizes.Count > 0 ? sizes.ToArray() : s_default)
        {
            Console.Error.WriteLine(FormattableString.Invariant($"{members} members, {segments} segments, without a master"));
            // Without a master, segments do not know each other.
            var plain = new CampusRun(members / segments, 1, hasMaster: false, loss, latest);
            plain.Run();
            Console.Error.WriteLine("  with a master");
            var run = new CampusRun(members, segments, hasMaster: true, loss, latest);
            run.Run();
            report.Add(run, plain);
            GC.Collect();
        }
        report.Print();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
