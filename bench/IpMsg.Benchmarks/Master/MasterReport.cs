using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace IpMsg.Benchmarks.Master;

/// <summary>Prints the figures of several sizes side by side, with the exponent of growth from the first to the last one.</summary>
internal sealed class MasterReport
{
    private readonly List<(CampusRun Run, CampusRun Plain)> _runs = [];

    internal void Add(CampusRun run, CampusRun plain) => _runs.Add((run, plain));

    internal void Print()
    {
        Line("members", run => run.Members, hasExponent: false);
        Line("s until all have the list", run => run.CompleteAfter);
        Line("s until all have it after changes", run => run.CompleteAfterChange);
        foreach (string phase in (string[])["start", "idle", "change"])
        {
            Console.WriteLine(phase + ": bytes a second, sent + received");
            Role(phase, "member", each => each.Ordinary);
            Baseline(phase);
            Role(phase, "agent", each => each.Agent);
            Role(phase, "master", each => each.Master);
            Line("  master: percent of a core", run => Of(run, phase)?.Percent);
            Line("    state machine, ms a minute", run => Of(run, phase) is { } each ? each.MachineMs / each.Seconds * 60 : null);
            Line("    signatures, ms a minute", run => Of(run, phase) is { } each ? each.SignatureMs / each.Seconds * 60 : null);
            Line("    allocated, bytes a second", run => Of(run, phase) is { } each ? each.Allocated / each.Seconds : null);
            Line("    part of the calls left out", run => Of(run, phase)?.LeftOut, hasExponent: false);
        }
        Line("newcomer: bytes sent + received in all", run => run.Newcomer?.Total);
        foreach (var kind in Enum.GetValues<TrafficKind>())
            Line("  " + kind, run => run.Newcomer?.Of(kind));
        Line("master: bytes held for each member", run => run.HeldPerMember);
    }

    private void Role(string phase, string name, Func<PhaseResult, RoleTraffic> role)
    {
        Line("  " + name, run => Of(run, phase) is { } each ? role(each).Total / each.Seconds : null);
        foreach (var kind in Enum.GetValues<TrafficKind>())
        {
            Line("    " + kind + " sent", run => Of(run, phase) is { } each ? role(each).Sent[(int)kind] / each.Seconds : null);
            Line("    " + kind + " received", run => Of(run, phase) is { } each ? role(each).Received[(int)kind] / each.Seconds : null);
        }
    }

    private void Baseline(string phase) =>
        Print("  member without a master", _runs.ConvertAll(pair =>
            Of(pair.Plain, phase) is { } each ? each.Ordinary.Total / each.Seconds : (double?)null), hasExponent: true);

    private static PhaseResult? Of(CampusRun run, string phase) => run.Phases.FirstOrDefault(each => each.Name == phase);

    private void Line(string name, Func<CampusRun, double?> value, bool hasExponent = true) =>
        Print(name, _runs.ConvertAll(pair => value(pair.Run)), hasExponent);

    private void Print(string name, List<double?> values, bool hasExponent)
    {
        if (values.TrueForAll(each => each is null or 0))
            return;
        var line = new StringBuilder(name.PadRight(42));
        foreach (var value in values)
            line.Append(' ').Append((value is { } known ? Number(known) : "-").PadLeft(14));
        if (hasExponent && values.Count > 1 && values[0] is > 0 and { } first && values[^1] is > 0 and { } last)
        {
            double exponent = Math.Log(last / first) / Math.Log((double)_runs[^1].Run.Members / _runs[0].Run.Members);
            line.Append(' ').Append(exponent.ToString("0.00", CultureInfo.InvariantCulture).PadLeft(8));
        }
        Console.WriteLine(line.ToString());
    }

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "N0" : value >= 1 ? "0.0" : "0.0000", CultureInfo.InvariantCulture);
}
