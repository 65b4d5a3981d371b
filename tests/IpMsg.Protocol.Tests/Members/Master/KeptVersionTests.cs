using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>The versions of a list over restarts of its users and of its master.</summary>
public sealed class KeptVersionTests
{
    private const int Poll = 60_000, Cycle = 180_000;

    private readonly Campus _campus = new();

    public KeptVersionTests() => _campus.Lan.Run(2 * Poll + 12_000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(129)]
    public void R129_after_a_restart_an_older_recorded_list_is_refused(bool keepsVersion)
    {
        var recorded = RecordList(out var leaver);
        var user = Restart(_campus.Users[0], keepsVersion);
        // The master does not answer, so whoever plays the list is alone.
        _campus.Master.Crash();
        foreach (byte[] page in recorded)
            _campus.Lan.Forge(Campus.MasterPlace, user.EndPoint, page);
        _campus.Lan.Run(1_000);
        Assert.Equal(!keepsVersion, Campus.Sees(user, leaver.EndPoint));
        Assert.Equal(keepsVersion, user.Machine.MasterUser()!.IsOutdated);
        Assert.Equal(!keepsVersion, user.Machine.MasterUser()!.ListVersion is not null);
    }

    [Fact]
    [Rule(129)]
    public void R129_after_a_restart_the_same_list_counts()
    {
        var former = _campus.Users[0].Machine.MasterUser()!.Kept;
        var user = Restart(_campus.Users[0], keepsVersion: true);
        _campus.Lan.Run(Poll);
        Assert.True(user.Machine.MasterUser()!.Kept!.Value.Version >= former!.Value.Version);
        Assert.Equal(former.Value.Digits, user.Machine.MasterUser()!.Kept!.Value.Digits);
        Assert.False(user.Machine.MasterUser()!.IsOutdated);
        Assert.Empty(_campus.Missing);
    }

    [Fact]
    [Rule(129)]
    public void R129_the_version_of_another_key_does_not_count()
    {
        var user = Restart(_campus.Users[0], keepsVersion: false);
        var other = new KeptVersion(KeyVerificationCode.Of(TestKeys.Bob.Public), long.MaxValue);
        user.Do((machine, now) => machine.MasterUser()!.Keep([other]));
        _campus.Lan.Run(Poll);
        Assert.NotNull(user.Machine.MasterUser()!.ListVersion);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(128)]
    public void R128_versions_rise_over_a_restart_of_the_master_with_its_state_and_without(bool isSaved)
    {
        var (saved, version) = (_campus.Master.Machine.SaveList()!, _campus.Master.Machine.ListMaster()!.Version);
        var highest = _campus.Users.Max(each => each.Machine.MasterUser()!.ListVersion);
        // Members that come after the list was saved, and leave while the master is away.
        var late = _campus.StartUser(1, 100);
        _campus.Lan.Run(10_000);
        Assert.True(Campus.Sees(_campus.Users[^1], late.EndPoint));
        _campus.Master.Crash();
        _campus.Lan.Leave(_campus.Master);
        late.Crash();
        _campus.Lan.Run(Poll);
        var started = isSaved ? _campus.StartMaster(saved, version) : _campus.StartMaster();
        _campus.Lan.Run(2 * Poll);
        Assert.All(_campus.Users, each => Assert.InRange(each.Machine.MasterUser()!.ListVersion!.Value, highest!.Value + 1,
            started.Machine.ListMaster()!.Version));
        _campus.Lan.Run(Cycle + Poll);
        Assert.DoesNotContain(_campus.Users.Where(each => each.Segment != 1), each => Campus.Sees(each, late.EndPoint));
        Assert.Empty(_campus.Missing);
    }

    [Fact]
    [Rule(128)]
    public void R128_a_saved_version_that_is_ahead_of_the_clock_is_followed_by_a_higher_one()
    {
        var saved = _campus.Master.Machine.SaveList()!;
        long ahead = _campus.Master.Machine.ListMaster()!.Version + 1_000_000;
        _campus.Master.Crash();
        _campus.Lan.Leave(_campus.Master);
        var started = _campus.StartMaster(saved, ahead);
        _campus.Lan.Run(Poll);
        Assert.InRange(started.Machine.ListMaster()!.Version, ahead + 1, ahead + 1_000);
    }

    [Fact]
    [Rule(127)]
    public void R127_orders_of_a_master_that_has_lost_its_numbers_count_after_its_list()
    {
        var user = _campus.Users[0];
        string name = FingerprintName.Of(Campus.NameOf(Campus.MasterPlace), TestKeys.Alice.Public);
        var forger = new Forger(_campus.Lan, Campus.MasterPlace, name, TestKeys.Alice);
        var order = new AgentOrder(Broadcasts: true, 190, user.EndPoint.Address);
        _campus.Master.Crash();
        new Forger(_campus.Lan, Campus.MasterPlace, name, TestKeys.Alice) { Number = uint.MaxValue }.Send(order, user.EndPoint);
        _campus.Lan.Run(10_000);
        long reports = user.Machine.MasterUser()!.Agent.Reports;
        forger.Send(order, user.EndPoint);
        _campus.Lan.Run(10_000);
        Assert.Equal(reports, user.Machine.MasterUser()!.Agent.Reports);
        _campus.Lan.Run(Poll);
        Assert.True(user.Machine.MasterUser()!.AsksForList);
        forger.Send(Forger.Of(Hosts.Several(2, 4), version: 9_000_000_000), user.EndPoint);
        forger.Send(order, user.EndPoint);
        _campus.Lan.Run(10_000);
        Assert.Equal(reports + 1, user.Machine.MasterUser()!.Agent.Reports);
    }

    // The pages of the list, with a member that leaves afterwards.
    private byte[][] RecordList(out SimulatedHost leaver)
    {
        leaver = _campus.StartUser(3, 100);
        _campus.Lan.Run(10_000);
        var pages = new List<byte[]>();
        _campus.Lan.Tap = (from, _, bytes) =>
        {
            if (from.Equals(Campus.MasterPlace) && IpDict.TryRead(bytes, out var dict)
                && MasterDict.CommandOf(dict) == Command.AnswerListDict && ListPartDict.Read(dict) is { Base: null })
                pages.Add(bytes);
        };
        _campus.Users.Add(_campus.StartUser(2, 100));
        _campus.Lan.Run(10_000);
        _campus.Lan.Tap = null;
        Assert.NotEmpty(pages);
        var left = leaver;
        left.Do((machine, now) => machine.Stop(now));
        _campus.Lan.Run(200);
        left.Crash();
        _campus.Lan.Run(Poll);
        Assert.DoesNotContain(_campus.Users, each => Campus.Sees(each, left.EndPoint));
        return [.. pages];
    }

    private SimulatedHost Restart(SimulatedHost user, bool keepsVersion)
    {
        var kept = user.Machine.MasterUser()!.Kept!.Value;
        user.Crash();
        _campus.Lan.Leave(user);
        var place = user.EndPoint;
        var started = new SimulatedHost(
            _campus.Lan, place, Campus.Settings(place, TestKeys.Bob, Campus.User(TestKeys.Alice.Public)), 77);
        if (keepsVersion)
            started.Do((machine, now) => machine.MasterUser()!.Keep([kept]));
        started.Do((machine, now) => machine.Announce(now));
        _campus.Users[_campus.Users.IndexOf(user)] = started;
        return started;
    }
}
