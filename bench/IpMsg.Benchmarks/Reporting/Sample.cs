using System;
using System.Collections.Generic;

namespace IpMsg.Benchmarks.Reporting;

/// <summary>The measurements of one thing over several rounds. On a shared machine only the middle of them says much.</summary>
internal sealed class Sample
{
    private readonly List<double> _values = [];

    internal void Add(double value) => _values.Add(value);

    internal double Median
    {
        get
        {
            var sorted = _values.ToArray();
            Array.Sort(sorted);
            int middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /// <summary>The quietest round: on a busy machine, the one that others disturbed least.</summary>
    internal double Least
    {
        get
        {
            double least = double.MaxValue;
            foreach (double value in _values)
                least = Math.Min(least, value);
            return least;
        }
    }
}
