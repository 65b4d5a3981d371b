using System;
using System.Linq;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>A hundred crowds, run once for all tests that look at them.</summary>
public sealed class HundredCrowds
{
    internal const int Seeds = 100;

    internal CrowdTally[] Tallies { get; } =
        [.. Enumerable.Range(1, Seeds).Select(seed => new CrowdTally((ulong)seed, new Crowd((ulong)seed).Run()))];

    internal int Sum(Func<CrowdTally, int> count) => Tallies.Sum(count);

    /// <summary>Empty when all went well; else the first bad seed with its complaints and the last of what went over its network.</summary>
    internal string Complaints
    {
        get
        {
            if (Tallies.FirstOrDefault(each => each.Complaints.Count > 0) is not { } bad)
                return "";
            var again = new Crowd(bad.Seed, remembers: 300).Run();
            return $"Seed {bad.Seed}:\n{string.Join('\n', bad.Complaints)}\n{again.Lan.Trace}";
        }
    }
}
