using System;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>A distributor with its list, on a recorded wire and a clock that the test moves.</summary>
public abstract class ListDistributorFixture
{
    protected private readonly RecordedWire _wire = new();
    protected private readonly MemberContext _context = new(MemberFixture.Settings(), new RisingNumbers(), new SeededRandom(1));
    protected private readonly MasterList _list = new(MasterTimes.Default);
    protected private readonly ListVersions _versions;
    protected private readonly ListDistributor _lists;

    protected private readonly AgentRounds _rounds;

    protected ListDistributorFixture()
    {
        _rounds = new AgentRounds(_context, MasterTimes.Default, _wire);
        _versions = new ListVersions(_context, _list, _wire);
        _lists = new ListDistributor(_context, _list, _versions, new SegmentBroadcast(_context, _rounds, _wire), _wire);
        At(10);
    }

    protected private MasterSegment Poll(int segment, int host)
    {
        var known = _rounds.SegmentOf([Hosts.Segment(segment)], Hosts.At(segment, host).Address)!;
        known.OnPoll(Hosts.At(segment, host), new NameKey("user" + host, "PC"), canBeAgent: true, _context.Now.Milliseconds);
        known.ChooseAgents(_context.Now.Milliseconds, MasterTimes.Default);
        return known;
    }

    // The pages that the master has asked an agent to broadcast.
    protected private ListPart[] Requested(IPEndPoint agent) =>
        [.. _wire.Sent.Where(each => each.To.Equals(agent)).Select(each => each.Packet).OfType<RebroadcastRequest>()
            .Select(each => (ListPart)((ListChange)each.Change.Packet).List.Packet)];

    protected private void Pass(int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += 50)
        {
            _context.Now = new Moment(_context.Now.Elapsed + TimeSpan.FromMilliseconds(50), _context.Now.Wall);
            _context.Timers.Advance(_context.Now.Milliseconds);
        }
    }

    protected private void Add(int segment, int count)
    {
        foreach (var host in Hosts.Several(segment, count))
            _list.Report(host, Hosts.Segment(segment), _context.Now.Milliseconds);
        _versions.Add(_list.TakeChanges());
    }

    // The rate is that of a network; here time does not matter.
    protected private void Answer(IPEndPoint to, long? version)
    {
        _lists.Answer(to, version);
        while (_lists.Waiting > 0)
            Pass(50);
    }

    protected private void At(int seconds) =>
        _context.Now = new Moment(TimeSpan.FromSeconds(seconds), SimulatedLan.Epoch.AddSeconds(seconds));
}
