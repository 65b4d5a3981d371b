using System;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>Pages for many newcomers of a segment, which its agent broadcasts.</summary>
public sealed class ListBroadcastTests : ListDistributorFixture
{
    [Fact]
    [Rule(128)]
    public void R128_an_agent_broadcasts_the_list_to_many_newcomers_of_its_segment()
    {
        Add(1, 1_000);
        Poll(1, 500).ReportedAt = _context.Now.Milliseconds;
        // The first one finds the queue empty.
        for (int host = 1; host <= 101; host++)
            _lists.Answer(Hosts.At(1, host), null);
        Pass(3_000);
        Assert.Equal(0, _lists.Waiting);
        var pages = Requested(Hosts.At(1, 500));
        Assert.Equal(1_000, pages.Sum(each => each.Hosts.Count));
        Assert.Empty(_wire.ListsTo(Hosts.At(1, 101)));
    }

    [Fact]
    [Rule(128)]
    public void R128_newcomers_that_two_broadcasts_did_not_reach_get_the_list_themselves()
    {
        Add(1, 4_000);
        Poll(1, 500).ReportedAt = _context.Now.Milliseconds;
        for (int round = 0; round < 3; round++)
        {
            for (int host = 1; host <= 20; host++)
                _lists.Answer(Hosts.At(1, host), null);
            Pass(20_000);
        }
        Assert.Equal(8_000, Requested(Hosts.At(1, 500)).Sum(each => each.Hosts.Count));
        // The first two of each round find the queue empty.
        for (int host = 3; host <= 20; host++)
            Assert.Equal(4_000, _wire.ListsTo(Hosts.At(1, host)).Sum(each => each.Hosts.Count));
    }

    [Fact]
    public void Newcomers_whose_agent_leaves_get_the_list_themselves()
    {
        Add(1, 4_000);
        Poll(1, 500).ReportedAt = _context.Now.Milliseconds;
        for (int host = 1; host <= 20; host++)
            _lists.Answer(Hosts.At(1, host), null);
        Pass(2_000);
        _rounds.Dismiss(Hosts.At(1, 500), hasLeft: true);
        Pass(5_000);
        Assert.Equal(0, _lists.Waiting);
        Assert.All(Hosts.Several(1, 20), each => Assert.Equal(4_000, _wire.ListsTo(each.EndPoint).Sum(list => list.Hosts.Count)));
    }
}
