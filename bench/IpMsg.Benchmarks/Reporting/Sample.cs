using System;
using System.Collections.Generic;

namespace IpMsg.Benchmarks.Reporting;

/// <summary>The measurements of several rounds. On a shared machine the median says the most.</summary>
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

    /// <summary>The smallest measurement: the round with the least disturbance.</summary>
    internal double Min
    {
        get
        {
            double min = double.MaxValue;
            foreach (double value in _values)
                min = Math.Min(min, value);
            return min;
        }
    }
}
