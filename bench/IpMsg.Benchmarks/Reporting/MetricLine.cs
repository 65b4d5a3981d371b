using System;
using System.Globalization;

namespace IpMsg.Benchmarks.Reporting;

/// <summary>Prints one line for each figure: name, value, limit, and whether it is met.</summary>
internal static class MetricLine
{
    /// <summary>The number of missed limits so far.</summary>
    internal static int Missed { get; private set; }

    internal static void AtLeast(string name, double value, string unit, double limit) =>
        Print(name, value, unit, "at least " + Number(limit), value >= limit);

    internal static void AtMost(string name, double value, string unit, double limit) =>
        Print(name, value, unit, "at most " + Number(limit), value <= limit);

    /// <summary>A figure without a limit.</summary>
    internal static void Beside(string name, double value, string unit) => Print(name, value, unit, "", null);

    private static void Print(string name, double value, string unit, string limit, bool? isMet)
    {
        if (isMet == false)
            Missed++;
        string verdict = isMet switch { true => "met", false => "MISSED", null => "" };
        Console.WriteLine(FormattableString.Invariant($"{name,-58} {Number(value),12} {unit,-10} {limit,-18} {verdict}").TrimEnd());
    }

    private static string Number(double value) =>
        value.ToString(value >= 1_000 ? "N0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
