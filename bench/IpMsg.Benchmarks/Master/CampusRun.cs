using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Testing;

namespace IpMsg.Benchmarks.Master;

/// <summary>
/// One campus: all members arrive within a minute, nothing happens for a cycle of the master, and then in each minute one of a hundred
/// members leaves and another one comes.
/// </summary>
internal sealed class CampusRun
{
    private const int ArrivalMs = 60_000, SettleMs = 200_000, IdleMs = 180_000, MinuteMs = 60_000;
    private const int ChangeMinutes = 1;

    // Until the others know a newcomer from a change: two ticks of the master, and the delays of the announcement.
    private const int ListedMs = 5_000;

    // The time for the start of a campus without a master.
    private const int PlainStartMs = 90_000;

    private readonly Campus _campus;
    private readonly bool _hasMaster;
    private readonly int _segments;
    private readonly int _latestMs;
    private readonly SeededRandom _random = new(7);
    private readonly HashSet<CampusStation> _newcomers = [];

    internal CampusRun(int members, int segments, bool hasMaster, double loss, int latestMinutes)
    {
        _campus = new Campus(members, segments, hasMaster, loss);
        (_segments, _hasMaster, _latestMs) = (segments, hasMaster, latestMinutes * MinuteMs);
        Members = members;
    }

    internal int Members { get; }

    internal List<PhaseResult> Phases { get; } = [];

    /// <summary>The time until every member has the list with everybody, in seconds; null when that took too long.</summary>
    internal double? CompleteAfter { get; private set; }

    /// <summary>The same after the arrival of the last member of the changes.</summary>
    internal double? CompleteAfterChange { get; private set; }

    /// <summary>The bytes of a member that comes while the others are there.</summary>
    internal RoleTraffic? Newcomer { get; private set; }

    /// <summary>The bytes that the master holds for each member.</summary>
    internal double HeldPerMember { get; private set; }

    internal void Run()
    {
        Start();
        if (_hasMaster && CompleteAfter is null)
            return;
        _campus.Lan.Run(SettleMs);
        Measure("idle", () => _campus.Lan.Run(IdleMs));
        Change();
        if (_hasMaster)
        {
            CompleteAfterChange = UntilComplete(10 * MinuteMs);
            Newcomer = RoleTraffic.Mean(_newcomers, _newcomers);
            HeldPerMember = Weigh() / Members;
        }
    }

    private void Start() => Measure("start", () =>
    {
        long begin = _campus.Lan.Now;
        for (int number = 0; number < _campus.Members.Count; number++)
        {
            var member = _campus.Members[number];
            bool hasWholeList = number < _segments;
            _campus.Lan.At(begin + _random.Next(0, ArrivalMs), () => _campus.Start(member, hasWholeList));
        }
        if (!_hasMaster)
        {
            _campus.Lan.Run(PlainStartMs);
            return;
        }
        _campus.Lan.Run(ArrivalMs);
        CompleteAfter = UntilComplete(_latestMs) is { } rest ? rest + ArrivalMs / 1_000.0 : null;
    });

    private double? UntilComplete(int latestMs)
    {
        for (int waited = 0; waited <= latestMs; waited += 1_000)
        {
            if (_campus.IsComplete)
                return waited / 1_000.0;
            if (waited % MinuteMs == 0)
                Console.Error.WriteLine($"  {_campus.Lan.Now / 1_000} s: {_campus.List.List.Count} listed, "
                    + $"{_campus.Current} have the list, {_campus.List.Lists.Waiting} wait, "
                    + $"{_campus.List.Rounds.All.Count} segments, {Environment.WorkingSet >> 20} MB");
            _campus.Lan.Run(1_000);
        }
        return null;
    }

    private void Change()
    {
        // In the first minute members leave, so that there are places for those that come.
        var leaving = _campus.Members.Where(each => !each.HasWholeList).OrderBy(_ => _random.Next(0, int.MaxValue))
            .Take(Members * (ChangeMinutes + 1) / 100).ToArray();
        int perMinute = Math.Max(1, leaving.Length / (ChangeMinutes + 1));
        long begin = _campus.Lan.Now;
        for (int number = 0; number < leaving.Length; number++)
        {
            var member = leaving[number];
            long at = begin + (long)number * MinuteMs / perMinute;
            _campus.Lan.At(at, member.Leave);
            _campus.Lan.At(at + 1_000, member.End);
            // Another minute later somebody comes there.
            if (number >= perMinute * ChangeMinutes)
                continue;
            _campus.Lan.At(at + MinuteMs, () =>
            {
                _newcomers.Add(member);
                member.Traffic.Clear();
                _campus.Start(member, hasWholeList: true);
                if (_hasMaster)
                    _campus.Lan.At(_campus.Lan.Now + ListedMs, () => _campus.AskNewcomer(member));
            });
        }
        _campus.Lan.Run(MinuteMs);
        Measure("change", () => _campus.Lan.Run(ChangeMinutes * MinuteMs));
    }

    private void Measure(string name, Action act)
    {
        foreach (var each in _campus.Members.Append(_campus.Master).Where(each => !_newcomers.Contains(each)))
            each.Traffic.Clear();
        var cost = _campus.Master.Cost!;
        cost.Clear();
        long begin = _campus.Lan.Now;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        act();
        Console.Error.WriteLine($"  {name}: {(_campus.Lan.Now - begin) / 1_000} s simulated in {watch.Elapsed.TotalSeconds:0} s");
        var counted = _campus.Members.Where(each => each.Machine is not null && !_newcomers.Contains(each)).ToArray();
        var whole = counted.Where(each => each.HasWholeList).ToArray();
        HashSet<IPEndPoint> agents = _hasMaster ? _campus.Agents : [];
        Phases.Add(new PhaseResult(name, (_campus.Lan.Now - begin) / 1_000.0,
            RoleTraffic.Mean(counted.Where(each => !agents.Contains(each.EndPoint)).ToArray(), whole),
            RoleTraffic.Mean(counted.Where(each => agents.Contains(each.EndPoint)).ToArray(), whole),
            RoleTraffic.Mean([_campus.Master], [_campus.Master]))
        {
            MachineMs = cost.Machine / 1e6,
            SignatureMs = cost.Signatures / 1e6,
            Allocated = cost.Allocated,
            LeftOut = cost.Calls == 0 ? 0 : (double)cost.LeftOut / cost.Calls,
        });
    }

    // What only the master's state machine holds.
    private double Weigh()
    {
        long with = GC.GetTotalMemory(forceFullCollection: true);
        _campus.Master.End();
        return with - GC.GetTotalMemory(forceFullCollection: true);
    }
}
